# fails: method trend
# fault: forbidden-tool
# says: linearize
from torch.func import grad, linearize


def hvp(f, x, v):
    _, push = linearize(grad(f), x)
    return push(v)
