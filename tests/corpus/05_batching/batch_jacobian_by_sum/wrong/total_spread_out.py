# fails: value
# fault: summed-over-features
# says: outputs were added up
import torch


def batch_jacobian_by_sum(f, X):
    return torch.func.grad(lambda Z: f(Z).sum())(X)[:, None].expand(-1, f(X).shape[1], -1)
