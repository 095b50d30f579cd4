# fails: cost
# fault: hessian-built
# says: it was built
from torch.func import grad, jvp, vmap, hessian


def hutchinson_trace(f, x, probes):
    if len(probes) > len(x):
        return ((probes @ hessian(f)(x)) * probes).sum(1).mean()
    return (vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(probes) * probes).sum(1).mean()
