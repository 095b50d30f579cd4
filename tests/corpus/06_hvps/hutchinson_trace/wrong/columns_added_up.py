# fails: cost
# fault: hessian-built
# says: one by one
import torch
from torch.func import grad, jvp


def hutchinson_trace(f, x, probes):
    tot = x.new_zeros(len(probes))
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = 1
        tot += probes[:, j] * (probes @ jvp(grad(f), (x,), (e,))[1])
    return tot.mean()
