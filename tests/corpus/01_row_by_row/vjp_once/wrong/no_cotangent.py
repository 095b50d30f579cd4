# fails: value
# fault: no-cotangent
# says: scalar
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]
