# style: keeps a graph over the backward pass
# remark: create-graph-for-nothing
import torch


def jacobian_by_vmap(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.vmap(lambda v: torch.autograd.grad(y, leaf, v, create_graph=True)[0])(units)
