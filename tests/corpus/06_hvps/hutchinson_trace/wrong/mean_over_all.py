# fails: value
# fault: averaged-over-entries
# says: divided by n
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    pushed = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return (probes * pushed).mean()
