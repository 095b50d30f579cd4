# fails: value
# fault: probes-left-out
# says: some of the probes
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    probes = probes[:200]
    products = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return (probes * products).sum(1).mean()
