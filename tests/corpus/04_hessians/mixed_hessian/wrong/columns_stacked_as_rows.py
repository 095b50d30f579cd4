# fails: value
# fault: block-transposed
# says: block
import torch


def mixed_hessian(f, x, y):
    a, b = x.clone().requires_grad_(), y.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), b, create_graph=True)
    return torch.stack([torch.autograd.grad(g_j, a, retain_graph=True)[0] for g_j in g])
