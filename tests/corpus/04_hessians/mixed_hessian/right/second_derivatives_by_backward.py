# style: .backward with create_graph, then torch.autograd.grad
# remark: backward-with-create-graph
import torch


def mixed_hessian(f, x, y):
    a, b = x.clone().requires_grad_(), y.clone().requires_grad_()
    f(a, b).backward(create_graph=True)
    g = a.grad
    a.grad = b.grad = None
    return torch.stack([torch.autograd.grad(g_i, b, retain_graph=True)[0] for g_i in g])
