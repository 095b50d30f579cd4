# fails: cost
# fault: both-modes
# says: both modes
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    forward, reverse = jacfwd(f)(x), jacrev(f)(x)
    assert torch.allclose(forward, reverse, rtol=1e-3, atol=1e-4)
    return forward if len(x) < len(forward) else reverse
