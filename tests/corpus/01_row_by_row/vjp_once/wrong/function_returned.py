# fails: value
# fault: function-returned
# says: call it
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return lambda: torch.autograd.grad(f(leaf), leaf, v)[0]
