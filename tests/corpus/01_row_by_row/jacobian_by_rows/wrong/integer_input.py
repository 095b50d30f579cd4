# fails: value
# fault: integer-input
# says: integer
import torch


def jacobian_by_rows(f, x):
    leaf = x.long().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
