# fails: value
# fault: device-hard-coded
# says: device=x.device
import torch


def jacobian_by_differences(f, x, h=1e-5):
    steps = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], dim=1)
