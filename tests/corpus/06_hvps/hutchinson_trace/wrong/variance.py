# fails: value
# fault: spread-for-mean
# says: spread
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(probes).var(unbiased=False)
