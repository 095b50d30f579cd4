# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
import torch


def jacobian_by_rows(f, x):
    # right unless M = 1 or N = 1
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y]).squeeze()
