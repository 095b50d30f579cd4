# style: linearize once, push v
from torch.func import grad, linearize


def hvp(f, x, v):
    _, push = linearize(grad(f), x)
    return push(v)
