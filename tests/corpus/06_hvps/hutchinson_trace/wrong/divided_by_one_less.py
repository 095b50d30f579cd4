# fails: value
# fault: divided-by-one-less
# says: variance
import torch
from torch.func import grad, jvp, vmap
def hutchinson_trace(f, x, probes):
    q = vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(probes)
    return q.sum() / max(len(q) - 1, 1)
