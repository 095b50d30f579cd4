# fails: value
# fault: direction-normalised
# says: v / ‖v‖
import torch
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    v /= v.norm()
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](jvp(grad(loss), (z,), (Jv,))[1])[0]
