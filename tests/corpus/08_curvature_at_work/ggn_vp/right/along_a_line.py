# style: J v as the slope along a line, one number for a parameter
import torch
from torch.func import jvp, vjp, grad


def ggn_vp(net, loss, x, v):
    z, pull = vjp(net, x)
    u = jvp(
        lambda t: net(x + t * v),
        (torch.zeros((), dtype=x.dtype, device=x.device),),
        (torch.ones((), dtype=x.dtype, device=x.device),),
    )[1]
    bend = grad(lambda q: (grad(loss)(q) * u).sum())(z)
    return pull(bend)[0]
