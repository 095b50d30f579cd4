# style: reverse mode alone: the vjp of a vjp pushes
import torch
from torch.func import grad, vjp


def ggn_vp(net, loss, x, v):
    z, pull = vjp(net, x)
    _, push = vjp(lambda c: pull(c)[0], torch.zeros_like(z))
    (Jv,) = push(v)
    (bent,) = vjp(grad(loss), z)[1](Jv)
    return pull(bent)[0]
