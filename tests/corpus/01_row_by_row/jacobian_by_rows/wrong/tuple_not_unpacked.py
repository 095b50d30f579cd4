# fails: value
# fault: tuple-not-unpacked
# says: tuple
import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    return torch.stack([torch.autograd.grad(e, x, retain_graph=True) for e in y])
