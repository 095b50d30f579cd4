# fails: value
# fault: step-left-in
# says: power of h
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # a / 2 * h is (a / 2) * h
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / 2 * h for e_j in e], dim=1)
