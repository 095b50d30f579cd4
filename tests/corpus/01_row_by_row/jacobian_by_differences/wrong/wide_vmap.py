# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # a single call of vmap, of width 4N, half of it thrown away
    n = len(x)
    e = torch.eye(n, dtype=x.dtype, device=x.device)
    values = torch.vmap(f)(torch.cat([x + h * e, x - h * e, x + 2 * h * e, x - 2 * h * e]))
    return ((values[:n] - values[n : 2 * n]) / (2 * h)).T
