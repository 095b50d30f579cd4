# fails: value
# fault: requires-grad-inside
# says: transform
import torch


def jacobian_by_vmap(f, x):
    def row(v):
        leaf = x.detach().requires_grad_()
        return torch.autograd.grad(f(leaf), leaf, v)[0]

    return torch.vmap(row)(torch.eye(len(f(x)), dtype=x.dtype))
