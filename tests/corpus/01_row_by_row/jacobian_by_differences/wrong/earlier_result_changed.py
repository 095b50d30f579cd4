# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_scratch = {}


def jacobian_by_differences(f, x, h=1e-5):
    m, n = f(x).numel(), x.numel()
    J = _scratch.setdefault((m, n, x.dtype), torch.empty(m, n, dtype=x.dtype))
    for j in range(n):
        e = torch.zeros_like(x)
        e[j] = h
        torch.div(f(x + e) - f(x - e), 2 * h, out=J[:, j])
    return J
