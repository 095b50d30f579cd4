# fails: value
# fault: raised
# says: runtimeerror
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right for M = N (and M = 1, by broadcasting) alone
    n = len(x)
    J = torch.zeros(n, n, dtype=x.dtype)
    for j in range(n):
        e = torch.zeros_like(x)
        e[j] = h
        J[:, j] = (f(x + e) - f(x - e)) / (2 * h)
    return J
