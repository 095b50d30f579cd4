# fails: value
# fault: direction-normalised
# says: as it is given
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    v = v / v.norm()
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](jvp(grad(loss), (z,), (Jv,))[1])[0]
