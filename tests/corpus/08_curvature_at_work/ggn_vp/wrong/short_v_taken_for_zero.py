# fails: value
# fault: small-taken-for-nothing
# says: says what is nothing
import torch
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    if v.abs().max() < 1e-8:
        return torch.zeros_like(x)
    z, moved = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (z,), (moved,))[1]
    return vjp(net, x)[1](bent)[0]
