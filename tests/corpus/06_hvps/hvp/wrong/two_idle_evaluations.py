# fails: cost
# fault: too-many-evaluations
# says: more often than the budget allows
from torch.func import grad, jvp


def hvp(f, x, v):
    f(x); f(x)
    return jvp(grad(f), (x,), (v,))[1]
