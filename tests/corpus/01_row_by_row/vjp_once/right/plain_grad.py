# style: the shortest: one call of grad on a fresh leaf
import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
