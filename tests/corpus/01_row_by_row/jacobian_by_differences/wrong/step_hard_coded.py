# fails: value
# fault: step-ignored
# says: step
import torch


def jacobian_by_differences(f, x, h=1e-5):
    e = 1e-5 * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / 2e-5 for e_j in e], dim=1)
