# fails: value
# fault: whole-identity-as-cotangent
# says: cotangent
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.autograd.grad(y, leaf, torch.eye(len(v), dtype=v.dtype))[0]
    return v @ J
