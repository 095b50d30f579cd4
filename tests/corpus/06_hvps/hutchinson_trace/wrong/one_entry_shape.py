# fails: value
# fault: wrong-shape
# says: shape
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(probes).mean(0, keepdim=True)
