# fails: value
# fault: transposed
# says: transpos
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right for a symmetric J alone
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e])
