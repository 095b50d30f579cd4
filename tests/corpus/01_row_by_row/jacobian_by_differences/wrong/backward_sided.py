# fails: value
# fault: one-sided-difference
# says: side
import torch


def jacobian_by_differences(f, x, h=1e-5):
    y, eye = f(x), h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(y - f(x - e)) / h for e in eye], dim=1)
