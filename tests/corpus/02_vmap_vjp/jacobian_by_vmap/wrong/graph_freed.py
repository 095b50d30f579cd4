# fails: value
# fault: graph-freed
# says: second
import torch


def jacobian_by_vmap(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    y.sum().backward()
    return torch.vmap(lambda v: torch.autograd.grad(y, leaf, v)[0])(torch.eye(len(y), dtype=y.dtype))
