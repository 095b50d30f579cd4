"""The upload broke off in the middle."""

import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
