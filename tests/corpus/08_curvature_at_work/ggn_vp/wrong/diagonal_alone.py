# fails: value
# fault: loss-hessian-diagonal
# says: diagonal
import torch
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    units = torch.eye(len(z), dtype=z.dtype)
    bends = torch.stack([jvp(grad(loss), (z,), (unit,))[1] @ unit for unit in units])
    return vjp(net, x)[1](bends * Jv)[0]
