# fails: cost
# fault: more-than-one-pass
# says: one pass
import torch
from torch.func import jacrev, vjp, vmap


def cheapest_jacobian(f, x):
    # columns without forward mode: two passes, each as dear as one
    y, pull = vjp(f, x)
    if len(y) <= len(x):
        return vmap(pull)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    _, push = vjp(lambda v: pull(v)[0], torch.zeros_like(y))
    return vmap(push)(torch.eye(len(x), dtype=x.dtype, device=x.device))[0].T
