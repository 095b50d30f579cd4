# fails: value
# fault: another-step
# says: 2h apart
import torch


def jacobian_by_differences(f, x, h=1e-5):
    return torch.stack([(f(x + h / 2 * e) - f(x - h / 2 * e)) / h for e in torch.eye(len(x), dtype=x.dtype)], 1)
