# fails: value
# fault: whole-identity-as-cotangent
# says: cotangent
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.autograd.grad(y, leaf, torch.eye(y.numel(), dtype=y.dtype))[0]
