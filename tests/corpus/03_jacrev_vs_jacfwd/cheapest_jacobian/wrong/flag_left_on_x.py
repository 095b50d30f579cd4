# fails: value
# fault: argument-changed
# says: argument
import torch
from torch.func import jacfwd


def cheapest_jacobian(f, x):
    x.requires_grad_()
    y = f(x)
    if len(x) < len(y):
        return jacfwd(f)(x.detach())
    return torch.autograd.grad(y, x, torch.eye(len(y), dtype=y.dtype), is_grads_batched=True)[0]
