# fails: value
# fault: identity-for-the-loss-hessian
# says: did not come into it
from torch.func import jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](2 * Jv)[0]
