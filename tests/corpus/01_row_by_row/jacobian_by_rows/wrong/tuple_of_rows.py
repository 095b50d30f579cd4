# fails: value
# fault: wrong-type
# says: tensor
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    return tuple(torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf))
