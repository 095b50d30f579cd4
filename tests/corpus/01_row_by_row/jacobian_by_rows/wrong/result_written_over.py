# fails: value
# fault: in-place-on-saved
# says: in place
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    y.mul_(1)
    return torch.stack([torch.autograd.grad(o, leaf, retain_graph=True)[0] for o in y])
