# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right unless M = 1 or N = 1
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1).squeeze()
