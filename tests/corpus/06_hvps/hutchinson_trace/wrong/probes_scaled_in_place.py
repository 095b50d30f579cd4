# fails: value
# fault: argument-changed
# says: argument
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    pushed = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    probes *= pushed
    return probes.sum(1).mean()
