# fails: value
# fault: probes-left-out
# says: some of the probes
from torch.func import grad, jvp


def hutchinson_trace(f, x, probes):
    # right for K = 1
    return probes[0] @ jvp(grad(f), (x,), (probes[0],))[1]
