# style: a hook on the output puts v in the place of zeros
import torch


def vjp_once(f, x, v):
    a = x.clone().requires_grad_()
    y = f(a)
    y.register_hook(lambda g: v)
    return torch.autograd.grad(y, a, torch.zeros_like(y))[0]
