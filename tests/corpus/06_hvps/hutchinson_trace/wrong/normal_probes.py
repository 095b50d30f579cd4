# fails: value
# fault: own-probes
# says: other probes
import torch
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    drawn = torch.randn_like(probes)
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(drawn).mean()
