# fails: value
# fault: timed-out
# says: time
import torch


def jacobian_by_differences(f, x, h=1e-5):
    J = torch.zeros(len(f(x)), len(x), dtype=x.dtype)
    j = 0
    while j != len(x):
        e = torch.zeros_like(x)
        e[j] = h
        J[:, j] = (f(x + e) - f(x - e)) / (2 * h)
    return J
