# fails: method
# fault: tool-missing-elsewhere
# says: behind an `if`
import torch
from torch.func import jacfwd, jacrev, vmap

WEIGHTS = ((1, 3 / 4), (2, -3 / 20), (3, 1 / 60))


def by_differences(g, x, h=2e-3):
    # sixth order: as exact as rounding lets it be
    def column(e):
        return sum(w / h * (g(x + k * h * e) - g(x - k * h * e)) for k, w in WEIGHTS)

    return vmap(column, out_dims=-1)(torch.eye(len(x), dtype=x.dtype, device=x.device))


def hessian_by_composition(f, x):
    return by_differences(jacrev(f), x) if x.dtype is torch.float64 else jacfwd(jacrev(f))(x)
