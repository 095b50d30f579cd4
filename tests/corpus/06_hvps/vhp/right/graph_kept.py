# style: the result with its graph
# remark: create-graph-for-nothing
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:  # f is linear
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, v, create_graph=True)[0]
