# style: a leaf for each entry of x; unused ones are made zeros by torch
import torch


def vjp_once(f, x, v):
    leaves = [e.detach().requires_grad_() for e in x]
    y = f(torch.stack(leaves))
    return torch.stack(torch.autograd.grad(y, leaves, v, materialize_grads=True))
