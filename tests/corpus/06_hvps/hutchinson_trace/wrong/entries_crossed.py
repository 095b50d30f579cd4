# fails: cost
# fault: every-entry-with-every-other
# says: n × n
import torch
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    pushed = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return torch.trace(pushed.T @ probes) / len(probes)
