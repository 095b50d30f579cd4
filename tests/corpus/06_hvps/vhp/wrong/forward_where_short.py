# fails: method
# fault: tool-missing-elsewhere
# says: reverse mode
from torch.func import grad, jvp, vjp


def vhp(f, x, v):
    if len(x) < 5:
        return jvp(grad(f), (x,), (v,))[1]
    return vjp(grad(f), x)[1](v)[0]
