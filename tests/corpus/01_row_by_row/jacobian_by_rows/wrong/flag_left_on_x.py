# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_rows(f, x):
    x.requires_grad_()
    y = f(x)
    return torch.stack([torch.autograd.grad(e, x, retain_graph=True)[0] for e in y])
