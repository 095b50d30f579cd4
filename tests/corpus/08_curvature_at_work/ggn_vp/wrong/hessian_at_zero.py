# fails: value
# fault: loss-hessian-elsewhere
# says: taken at 0
import torch
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (torch.zeros_like(z),), (Jv,))[1]
    return vjp(net, x)[1](bent)[0]
