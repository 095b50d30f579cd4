# fails: value
# fault: sign-lost
# says: leave the sign
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(probes).abs().mean()
