# fails: value
# fault: summed-over-features
# says: outputs were added up
import torch


def batch_jacobian_by_sum(f, X):
    return torch.func.grad(lambda Z: f(Z).sum())(X)
