# fails: cost
# fault: hessian-built
# says: one by one
import torch


def top_curvature(f, x, v0, steps):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    H = torch.stack([torch.autograd.grad(g[i], leaf, retain_graph=True)[0] for i in range(len(x))])
    u = v0
    for _ in range(steps):
        u = H @ u
        u = u / u.norm()
    return u @ H @ u, u
