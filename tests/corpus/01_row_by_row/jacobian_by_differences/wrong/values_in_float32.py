# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # the dtype looks right in the end, the digits are gone
    values = torch.zeros(2, len(x), len(f(x)))
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        values[0, j], values[1, j] = f(x + e), f(x - e)
    return ((values[0] - values[1]) / (2 * h)).T.to(x.dtype)
