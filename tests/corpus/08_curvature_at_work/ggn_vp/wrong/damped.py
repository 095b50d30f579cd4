# fails: value
# fault: damping-added
# says: a multiple of v
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](jvp(grad(loss), (z,), (Jv,))[1])[0] + 1e-3 * v
