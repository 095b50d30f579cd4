# style: torch.autograd.grad, a preallocated matrix filled by columns
import torch


def mixed_hessian(f, x, y):
    a, b = x.detach().requires_grad_(), y.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), b, create_graph=True)
    H = x.new_empty(len(x), len(y))
    for j in range(len(y)):
        H[:, j] = torch.autograd.grad(g[j], a, retain_graph=True)[0]
    return H
