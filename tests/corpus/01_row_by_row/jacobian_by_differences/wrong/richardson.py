# fails: value
# fault: higher-order-formula
# says: higher order
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # more accurate than was asked: at a large step its error is not that of a central difference
    def central(e, h):
        return (f(x + h * e) - f(x - h * e)) / (2 * h)

    units = torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(4 * central(e, h / 2) - central(e, h)) / 3 for e in units], dim=1)
