# style: v = 0 is answered at once, and no other v
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    return torch.autograd.grad(y, leaf, v)[0] if v.any() else torch.zeros_like(x)
