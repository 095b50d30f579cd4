# fails: value
# fault: default-step-changed
# says: 1e-5
import torch


def jacobian_by_differences(f, x, h=1e-4):
    return torch.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in torch.eye(len(x), dtype=x.dtype)], 1)
