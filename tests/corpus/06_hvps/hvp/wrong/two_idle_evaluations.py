# fails: cost
# fault: too-many-evaluations
# says: 3 evaluations
from torch.func import grad, jvp


def hvp(f, x, v):
    f(x); f(x)
    return jvp(grad(f), (x,), (v,))[1]
