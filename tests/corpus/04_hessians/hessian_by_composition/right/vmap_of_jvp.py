# style: jvp of grad under vmap, output by output
import torch
from torch.func import grad, jvp, vmap


def _of_scalar(g, x):
    def column(v):
        return jvp(grad(g), (x,), (v,))[1]

    return vmap(column)(torch.eye(x.numel(), dtype=x.dtype, device=x.device))


def hessian_by_composition(f, x):
    y = f(x)
    if y.dim() == 0:
        return _of_scalar(f, x)
    return torch.stack([_of_scalar(lambda z, i=i: f(z)[i], x) for i in range(y.shape[0])])
