# fails: value
# fault: wrong-shape
# says: shape
import torch


def jacobian_by_rows(f, x):
    # right unless f ignores part of x
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
    return J[:, J.abs().sum(0) > 0]
