# fails: value
# fault: cat-for-stack
# says: stack
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    J = torch.empty(0, dtype=x.dtype)
    for e in f(leaf):
        J = torch.hstack((J, *torch.autograd.grad(e, leaf, retain_graph=True)))
    return J
