# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype)
    J = torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)
    return J.bfloat16()
