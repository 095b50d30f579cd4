# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    m, n = len(f(x)), len(x)
    J = torch.zeros(m, n, dtype=x.dtype, device=x.device)
    for i in range(m):
        for j in range(n):
            e = torch.zeros_like(x)
            e[j] = h
            J[i, j] = (f(x + e)[i] - f(x - e)[i]) / (2 * h)
    return J
