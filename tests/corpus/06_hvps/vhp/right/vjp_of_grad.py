# style: the vjp of the gradient
from torch.func import grad, vjp


def vhp(f, x, v):
    _, pull = vjp(grad(f), x)
    (row,) = pull(v)
    return row
