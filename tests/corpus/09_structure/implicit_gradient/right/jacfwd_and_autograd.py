# style: forward mode by z, torch.autograd by theta
import torch
from torch.func import jacfwd


def implicit_gradient(F, loss, z, theta):
    leaf = z.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(leaf), leaf)
    u = torch.linalg.solve(jacfwd(F)(z, theta).mT, g)
    t = theta.clone().requires_grad_()
    y = F(z, t)
    if not y.requires_grad:
        return torch.zeros_like(theta)
    return -torch.autograd.grad(y, t, u)[0]
