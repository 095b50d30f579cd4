# fails: value
# fault: one-loss-taken-for-granted
# says: whatever the loss is
from torch.func import jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    p = z.softmax(0)
    return vjp(net, x)[1](p * Jv - p * (p @ Jv))[0]
