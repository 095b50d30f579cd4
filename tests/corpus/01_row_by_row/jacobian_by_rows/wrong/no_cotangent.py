# fails: value
# fault: no-cotangent
# says: scalar
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]
