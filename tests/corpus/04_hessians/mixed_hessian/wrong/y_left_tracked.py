# fails: value
# fault: argument-changed
# says: argument
import torch


def mixed_hessian(f, x, y):
    a = x.clone().requires_grad_()
    y.requires_grad_()
    (g,) = torch.autograd.grad(f(a, y), a, create_graph=True)
    return torch.stack([torch.autograd.grad(g_i, y, retain_graph=True)[0] for g_i in g])
