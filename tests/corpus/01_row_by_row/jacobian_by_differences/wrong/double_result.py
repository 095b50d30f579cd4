# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # always float64, for accuracy
    e = h * torch.eye(len(x), dtype=x.dtype)
    plus = [f(x + e_j).double() for e_j in e]
    minus = [f(x - e_j).double() for e_j in e]
    return (torch.stack(plus, dim=1) - torch.stack(minus, dim=1)) / (2 * h)
