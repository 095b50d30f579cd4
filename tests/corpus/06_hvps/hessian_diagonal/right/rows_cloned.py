# style: a comprehension of row[i].clone()
import torch


def hessian_diagonal(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    g = torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
    ask = torch.autograd.grad
    return torch.stack([ask(g[i], leaf, retain_graph=True)[0][i].clone() for i in range(len(g))])
