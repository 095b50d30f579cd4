# style: create_graph on both levels
# remark: graph-for-nothing
import torch


def mixed_hessian(f, x, y):
    a, b = x.clone().requires_grad_(), y.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), a, create_graph=True)
    return torch.stack([torch.autograd.grad(g_i, b, create_graph=True)[0] for g_i in g])
