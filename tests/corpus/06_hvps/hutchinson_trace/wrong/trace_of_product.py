# fails: cost
# fault: every-probe-with-every-other
# says: every other
import torch
from torch.func import grad, vjp, vmap


def hutchinson_trace(f, x, probes):
    (rows,) = vmap(vjp(grad(f), x)[1])(probes)
    return torch.trace(torch.matmul(rows, probes.T)) / len(probes)
