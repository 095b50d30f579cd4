# fails: value
# fault: nearly-right
# says: near the right ones
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    h = 1e-2
    HJv = (grad(loss)(z + h * Jv) - grad(loss)(z - h * Jv)) / (2 * h)
    return vjp(net, x)[1](HJv)[0]
