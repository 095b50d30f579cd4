# fails: value
# fault: wrong-shape
# says: shape
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right for M = 1 alone
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)).sum() / (2 * h) for e_j in e]).unsqueeze(0)
