# fails: value
# fault: probes-crossed
# says: every other one
import torch
from torch.func import grad, jvp
def hutchinson_trace(f, x, probes):
    p = probes.sum(0)
    return p @ jvp(grad(f), (x,), (p,))[1] / len(probes)
