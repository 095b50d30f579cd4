# style: the result with its graph
# remark: create-graph-for-nothing
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(g, leaf, v, create_graph=True)[0]
