# style: fills J entry by entry from values kept in dictionaries
import torch


def jacobian_by_differences(f, x, h=1e-5):
    value = {}
    for j in range(len(x)):
        for s in (1, -1):
            p = x.clone()
            p[j] = p[j] + s * h
            value[j, s] = f(p)
    m = len(value[0, 1])
    J = torch.full((m, len(x)), float("nan"), dtype=x.dtype, device=x.device)
    for i in range(m):
        for j in range(len(x)):
            J[i, j] = (value[j, 1][i] - value[j, -1][i]) / (2 * h)
    return J
