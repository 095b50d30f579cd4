# fails: cost
# fault: forward-for-wide
# says: where m < n
import torch


def cheapest_jacobian(f, x):
    return torch.func.jacfwd(f)(x)
