# fails: value
# fault: gradient-returned
# says: gradient
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (z,), (Jv,))[0]
    return vjp(net, x)[1](bent)[0]
