# fails: value
# fault: wrong-value
# says: wrong values
from torch.func import grad, jvp


def hutchinson_trace(f, x, probes):
    # right for K = 1
    return probes[0] @ jvp(grad(f), (x,), (probes[0],))[1]
