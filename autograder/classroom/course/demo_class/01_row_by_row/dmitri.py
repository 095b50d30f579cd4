"""Partly right: the last exercise is still the template."""

import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, grad_outputs=v)[0]


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    eye = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.stack([torch.autograd.grad(y, x, e, retain_graph=True)[0] for e in eye])
