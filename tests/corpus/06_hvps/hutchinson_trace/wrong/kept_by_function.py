# fails: value
# fault: kept-between-calls
# says: kept
from torch.func import grad, vjp, vmap

_pulls = {}


def hutchinson_trace(f, x, probes):
    if f not in _pulls:
        _pulls[f] = vjp(grad(f), x)[1]
    (rows,) = vmap(_pulls[f])(probes)
    return (probes * rows).sum(1).mean()
