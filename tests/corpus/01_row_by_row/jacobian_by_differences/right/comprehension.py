# style: one comprehension over h times the identity
import torch


def jacobian_by_differences(f, x, h=1e-5):
    steps = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).T
