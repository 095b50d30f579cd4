# fails: value
# fault: input-not-tracked
# says: nothing was recorded
import torch


def batch_jacobian_by_sum(f, X):
    Y = f(X)
    return torch.stack([torch.autograd.grad(y.sum(), X, retain_graph=True)[0] for y in Y.T], 1)
