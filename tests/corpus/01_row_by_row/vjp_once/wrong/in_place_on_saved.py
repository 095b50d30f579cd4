# fails: value
# fault: in-place-on-saved
# says: in place
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    w = v.clone()
    s = (f(leaf) * w).sum()
    w.zero_()
    return torch.autograd.grad(s, leaf)[0]
