# style: a zero times x keeps the graph alive for linear f
import torch


def hvp_revrev(f, x, v):
    p = x.clone().requires_grad_(True)
    y = f(p)
    g = torch.autograd.grad(y, p, create_graph=True)[0] + 0 * p
    return torch.autograd.grad((g * v).sum(), p)[0]
