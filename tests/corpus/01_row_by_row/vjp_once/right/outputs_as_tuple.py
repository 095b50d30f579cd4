# style: M outputs and M cotangents handed to one call of grad
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf).unbind()
    rows = torch.autograd.grad(outputs, (leaf,), grad_outputs=v.unbind())
    return rows[0]
