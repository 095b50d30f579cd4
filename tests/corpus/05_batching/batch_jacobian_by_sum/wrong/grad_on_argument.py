# fails: value
# fault: argument-changed
# says: no longer as it was
import torch


def batch_jacobian_by_sum(f, X):
    X.requires_grad_()
    totals = f(X).sum(0)
    rows = [torch.autograd.grad(t, X, retain_graph=True)[0] for t in totals]
    return torch.stack(rows, 1)
