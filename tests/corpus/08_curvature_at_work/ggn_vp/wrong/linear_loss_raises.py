# fails: value
# fault: linear-loss-has-no-graph
# says: linear
import torch
from torch.func import jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    at = z.detach().requires_grad_()
    (slope,) = torch.autograd.grad(loss(at), at, create_graph=True)
    (bent,) = torch.autograd.grad(slope, at, Jv)
    return vjp(net, x)[1](bent)[0]
