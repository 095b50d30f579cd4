# fails: value
# fault: direction-normalised
# says: as it is given
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v / v.norm())[0]
