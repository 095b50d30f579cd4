# fails: value
# fault: factor-two
# says: 2h apart
import torch


def jacobian_by_differences(f, x, h=1e-5):
    steps = h / 2 * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + e) - f(x - e)) / (2 * h) for e in steps], dim=1)
