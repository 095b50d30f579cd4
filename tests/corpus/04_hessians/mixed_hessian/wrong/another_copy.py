# fails: value
# fault: not-in-the-graph
# says: differentiate
import torch


def mixed_hessian(f, x, y):
    a = x.clone().requires_grad_()
    b = y.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), a, create_graph=True)
    return torch.stack([torch.autograd.grad(g_i, y.clone().requires_grad_(), retain_graph=True)[0] for g_i in g])
