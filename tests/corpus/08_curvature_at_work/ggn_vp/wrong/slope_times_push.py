# fails: value
# fault: slope-moved-at-x
# says: slope
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](grad(loss)(z) * Jv)[0]
