# style: blocks of sixteen, the pullback of the gradient mapped
import torch
from torch.func import grad, vjp, vmap


def hessian_diagonal(f, x):
    n = x.numel()
    pull = vmap(vjp(grad(f), x)[1])

    def part(places):
        units = torch.nn.functional.one_hot(places, n).to(x.dtype)
        return pull(units)[0].gather(1, places[:, None])[:, 0]

    return torch.cat([part(places) for places in torch.arange(n, device=x.device).split(16)])
