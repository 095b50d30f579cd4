# fails: value
# fault: create-graph-forgotten
# says: graph
import torch


def mixed_hessian(f, x, y):
    a, b = x.clone().requires_grad_(), y.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), a)
    return torch.stack([torch.autograd.grad(g_i, b, retain_graph=True)[0] for g_i in g])
