# style: asserts symmetry and a finite difference before it returns
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    first = jacrev(f)
    H = jacfwd(first)(x)
    torch.testing.assert_close(H, H.mT, rtol=1e-3, atol=1e-3)
    u = torch.ones_like(x)
    step = 1e-3
    slope = (first(x + step * u) - first(x - step * u)) / (2 * step)
    torch.testing.assert_close(H @ u, slope, rtol=0.1, atol=0.5)
    return H
