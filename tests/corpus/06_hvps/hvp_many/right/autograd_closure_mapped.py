# style: vmap over a closure on autograd.grad
import torch


def hvp_many(f, x, V):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)

    def row(v):
        return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]

    return torch.vmap(row)(V)
