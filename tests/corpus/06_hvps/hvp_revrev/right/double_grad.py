# style: two calls of torch.autograd.grad, the second with v as cotangent
import torch


def hvp_revrev(f, x, v):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    (hv,) = torch.autograd.grad(g, leaf, v)
    return hv
