# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch


def batch_jacobian_by_sum(f, X):
    return torch.cat([torch.func.jacrev(lambda Z: f(Z).sum(0))(x[None]).movedim(0, 1) for x in X])
