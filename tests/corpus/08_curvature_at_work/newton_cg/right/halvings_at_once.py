# style: thirty halvings of a step tried in one mapped call, the longest that falls enough taken
import torch
from torch.func import vmap


def newton_cg(f, x0, steps):
    halved = 0.5 ** torch.arange(30, dtype=x0.dtype, device=x0.device)
    path = torch.empty(steps + 1, len(x0), dtype=x0.dtype, device=x0.device)
    path[0] = x0
    for now, then in zip(path[:-1], path[1:]):
        leaf = now.clone().requires_grad_()
        here = f(leaf)
        (g,) = torch.autograd.grad(here, leaf, create_graph=True)
        b = -g.detach()
        p, rest = torch.zeros_like(b), b.clone()
        ahead, left = rest.clone(), rest.dot(rest)
        for turn in range(len(b)):
            if left.sqrt() <= 1e-2 * b.norm():
                break
            (product,) = torch.autograd.grad(g, leaf, ahead, retain_graph=True)
            bend = ahead.dot(product)
            if bend <= 0:
                p = b.clone() if turn == 0 else p
                break
            p += left / bend * ahead
            rest -= left / bend * product
            left, before = rest.dot(rest), left
            ahead = rest + left / before * ahead
        values = vmap(lambda t: f(now + t * p))(halved)
        falls = values <= here.detach() - 1e-4 * halved * b.dot(p)
        then.copy_(now + halved[falls.int().argmax()] * p if falls.any() else now)
    return path
