# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_differences(f, x, h=1e-5):
    x.requires_grad_(True)
    with torch.no_grad():
        e = h * torch.eye(len(x), dtype=x.dtype)
        return torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)
