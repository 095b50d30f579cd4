# fails: value
# fault: step-of-its-own
# says: of another step than h
import torch


def jacobian_by_differences(f, x, h=1e-5):
    h = max(h, torch.finfo(x.dtype).eps ** 0.5)
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in units], 1)
