# fails: cost
# fault: forward-for-every-row
# says: forward
import torch


def row(f, x, i):
    leaf = x.detach().clone().requires_grad_()
    f(leaf)[i].backward()
    return leaf.grad


def jacobian_by_rows(f, x):
    m = f(x).shape[0]
    return torch.stack([row(f, x, i) for i in range(m)])
