# fails: value
# fault: not-pulled-back
# says: not pulled back
from torch.func import grad, jvp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    return jvp(grad(loss), (z,), (Jv,))[1]
