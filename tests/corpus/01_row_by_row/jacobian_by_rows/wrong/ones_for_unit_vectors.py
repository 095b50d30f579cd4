# fails: value
# fault: ones-for-unit-vectors
# says: ones
import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    return torch.stack([torch.autograd.grad(y, x, torch.ones_like(y), retain_graph=True)[0] for _ in y])
