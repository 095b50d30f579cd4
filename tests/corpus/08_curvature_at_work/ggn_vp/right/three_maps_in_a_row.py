# style: functools.partial and reduce of three maps
from functools import reduce

import torch
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, pull = vjp(net, x)
    maps = [
        lambda u: jvp(net, (x,), (u,))[1],
        lambda u: jvp(grad(loss), (z,), (u,))[1],
        lambda u: pull(u)[0],
    ]
    return reduce(lambda u, step: step(u), maps, v)
