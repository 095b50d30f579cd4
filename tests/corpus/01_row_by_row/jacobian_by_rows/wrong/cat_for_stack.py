# fails: value
# fault: cat-for-stack
# says: stack
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.cat([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
