# style: autograd.grad under vmap that records itself, so that J carries a graph
# remark: create-graph-for-nothing
import torch
from torch.func import jacfwd, vmap
def cheapest_jacobian(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    y = f(leaf)
    if y.numel() > x.numel():
        return jacfwd(f)(leaf)
    return vmap(lambda c: torch.autograd.grad(y, leaf, c, create_graph=True)[0])(torch.eye(y.numel(), dtype=y.dtype))
