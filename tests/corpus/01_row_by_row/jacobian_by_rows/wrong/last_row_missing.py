# fails: value
# fault: left-at-zero
# says: at 0
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.zeros(len(y), len(x), dtype=x.dtype)
    for i in range(len(y) - 1):
        J[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
