# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def vjp_once(f, x, v):
    assert f(x).shape == v.shape
    assert f(x).dtype == x.dtype
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
