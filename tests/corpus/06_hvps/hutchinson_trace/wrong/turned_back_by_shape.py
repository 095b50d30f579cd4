# fails: value
# fault: wrong-where-sizes-agree
# says: two of them are the same
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    pushed = vmap(lambda p: jvp(grad(f), (x,), (p,))[1], out_dims=1)(probes)
    # right wherever K and N differ
    pushed = pushed if pushed.shape == probes.shape else pushed.T
    return (probes * pushed).sum(1).mean()
