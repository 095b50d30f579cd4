# fails: value
# fault: argument-changed
# says: argument
import torch


def vjp_once(f, x, v):
    x.requires_grad_(True)
    return torch.autograd.grad(f(x), x, v)[0].detach()
