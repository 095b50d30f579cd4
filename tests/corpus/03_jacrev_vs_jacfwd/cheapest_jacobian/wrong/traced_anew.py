# fails: trend
# fault: slower-than-counted
# says: clock
import torch
from torch.func import jacrev, linearize, vmap


def cheapest_jacobian(f, x):
    y, push = linearize(f, x)
    if len(x) < len(y):
        return vmap(push)(torch.eye(len(x), dtype=x.dtype)).mT
    # the pass is narrow, but linearize writes a program first, every time
    return jacrev(f)(x)
