# fails: method
# fault: tool-missing
# says: another sort
from torch.func import grad, jvp, vjp


def hvp(f, x, v):
    if len(x) > 300:
        return vjp(grad(f), x)[1](v)[0]
    return jvp(grad(f), (x,), (v,))[1]
