# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch

mapped = getattr(torch.func, "v" + "map")


def batch_jacobian_by_sum(f, X):
    return mapped(torch.func.jacfwd(f))(X)
