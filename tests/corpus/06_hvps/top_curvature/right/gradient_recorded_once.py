# style: every step through one recorded gradient, and no test of whether λ has settled
import torch


def top_curvature(f, x, v0, steps):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    u = v0 / v0.norm()
    for _ in range(steps):
        (w,) = torch.autograd.grad(g, leaf, u, retain_graph=True)
        u = w / w.norm()
    (w,) = torch.autograd.grad(g, leaf, u)
    return u @ w, u
