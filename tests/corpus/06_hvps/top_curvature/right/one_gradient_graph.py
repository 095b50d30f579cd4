# style: reverse over reverse, the gradient's graph recorded once
import torch


def top_curvature(f, x, v0, steps):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)

    def product(v):
        return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]

    u = v0
    for _ in range(steps):
        u = torch.nn.functional.normalize(product(u), dim=0)
    return float(u @ product(u)), u
