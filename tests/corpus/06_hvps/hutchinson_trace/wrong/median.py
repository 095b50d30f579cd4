# fails: value
# fault: median-for-mean
# says: median
import torch
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    HP = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(probes)
    return (probes * HP).sum(1).median()
