# fails: value
# fault: some-signs-turned
# says: wrong sign
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e.abs(), leaf, retain_graph=True)[0] for e in y])
