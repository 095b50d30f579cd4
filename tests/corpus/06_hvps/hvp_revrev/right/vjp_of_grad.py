# style: a vjp of the gradient
from torch.func import grad, vjp


def hvp_revrev(f, x, v):
    g, pull = vjp(grad(f), x)
    return pull(v)[0]
