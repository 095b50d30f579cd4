# fails: method
# fault: tool-missing-elsewhere
# says: inputs by the hundred
from torch.func import grad, jvp, vjp


def hvp(f, x, v):
    if len(x) > 300:
        return vjp(grad(f), x)[1](v)[0]
    return jvp(grad(f), (x,), (v,))[1]
