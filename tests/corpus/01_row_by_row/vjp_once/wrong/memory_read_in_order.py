# fails: value
# fault: strides-ignored
# says: memory
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, torch.as_strided(v, (len(v),), (1,)))[0]
