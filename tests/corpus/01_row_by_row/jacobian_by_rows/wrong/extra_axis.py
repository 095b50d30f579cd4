# fails: value
# fault: wrong-shape
# says: shape
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.stack(torch.autograd.grad(e, leaf, retain_graph=True)) for e in y])
