# fails: value
# fault: averaged-over-entries
# says: variance
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    unit = probes / probes.norm(dim=1, keepdim=True)
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(unit).mean()
