# fails: value
# fault: loss-hessian-at-zero-and-diagonal
# says: only the diagonal
import torch
from torch.func import hessian, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    bends = hessian(loss)(torch.zeros_like(z)).diagonal()
    return vjp(net, x)[1](bends * Jv)[0]
