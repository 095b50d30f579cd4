# fails: value
# fault: row-sums-compared
# says: sum over a row's outputs
import torch


def is_independent(f, X):
    leaf = X.detach().requires_grad_()
    totals = f(leaf).sum(1)
    for b, total in enumerate(totals):
        (reach,) = torch.autograd.grad(total, leaf, retain_graph=True)
        largest = reach.abs().amax(1)
        own = largest[b].item()
        largest[b] = 0
        if largest.max() > 1e-5 * own + 1e-7:
            return False
    return True
