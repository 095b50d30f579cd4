# fails: value
# fault: not-finite
# says: v = 0
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    length = v.norm()
    z, moved = jvp(net, (x,), (v / length,))
    bent = jvp(grad(loss), (z,), (moved,))[1]
    return length * vjp(net, x)[1](bent)[0]
