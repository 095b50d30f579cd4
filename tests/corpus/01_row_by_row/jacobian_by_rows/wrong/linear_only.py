# fails: value
# fault: right-for-linear-f
# says: linear
import torch


def jacobian_by_rows(f, x):
    # the Jacobian at the origin: right for linear f alone
    leaf = torch.zeros_like(x).requires_grad_()
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
