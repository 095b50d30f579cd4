# style: chunks of 32 probes
import torch
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    one = lambda p: p @ jvp(grad(f), (x,), (p,))[1]  # noqa: E731
    parts = [vmap(one)(part) for part in probes.split(32)]
    return torch.cat(parts).mean()
