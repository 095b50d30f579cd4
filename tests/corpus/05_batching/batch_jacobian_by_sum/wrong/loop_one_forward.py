# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    J = X.new_zeros(*Y.shape, X.shape[1])
    for b in range(Y.shape[0]):
        for m in range(Y.shape[1]):
            J[b, m] = torch.autograd.grad(Y[b, m], leaf, retain_graph=True)[0][b]
    return J
