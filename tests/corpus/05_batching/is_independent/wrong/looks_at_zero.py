# fails: value
# fault: looked-at-zero
# says: vanishes at x = 0
import torch


def is_independent(f, X):
    leaf = torch.zeros_like(X).requires_grad_()
    Y = f(leaf)
    weights = torch.linspace(0.5, 1.5, Y.shape[1], dtype=X.dtype)
    for b in range(len(X)):
        (reach,) = torch.autograd.grad(Y[b] @ weights, leaf, retain_graph=True)
        largest = reach.abs().amax(1)
        whole = largest.max().item()
        largest[b] = 0
        if largest.max() > 1e-6 * whole:
            return False
    return True
