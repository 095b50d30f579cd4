# style: blocks of sixteen in a thread
import torch
from concurrent.futures import ThreadPoolExecutor
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    n = len(x)

    def block(places):
        units = torch.nn.functional.one_hot(places, n).to(x.dtype)
        return vmap(lambda e: e @ jvp(grad(f), (x,), (e,))[1])(units)

    with ThreadPoolExecutor(1) as pool:
        return torch.cat(list(pool.map(block, torch.arange(n, device=x.device).split(16))))
