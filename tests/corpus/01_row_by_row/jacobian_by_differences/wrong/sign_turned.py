# fails: value
# fault: opposite-sign
# says: opposite sign
import torch


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x - e_j) - f(x + e_j)) / (2 * h) for e_j in e], dim=1)
