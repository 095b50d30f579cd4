# fails: value
# fault: higher-order-formula
# says: higher order
import torch


def jacobian_by_differences(f, x, h=1e-5):
    I = torch.eye(len(x), dtype=x.dtype)
    return torch.stack(
        [(8 * (f(x + h * e) - f(x - h * e)) - (f(x + 2 * h * e) - f(x - 2 * h * e))) / (12 * h) for e in I], 1
    )
