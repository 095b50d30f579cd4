# style: the result can be differentiated again, which nobody asked for
# remark: create-graph-for-nothing
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v, create_graph=True)[0]
