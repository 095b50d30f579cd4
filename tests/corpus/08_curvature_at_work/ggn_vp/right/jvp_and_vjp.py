# style: as the lesson has it
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (z,), (Jv,))[1]
    return vjp(net, x)[1](bent)[0]
