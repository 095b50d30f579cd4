# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad, jvp


def hutchinson_trace(f, x, probes):
    total = torch.tensor(0.0)
    for p in probes:
        total += p @ jvp(grad(f), (x,), (p,))[1]
    return total / len(probes)
