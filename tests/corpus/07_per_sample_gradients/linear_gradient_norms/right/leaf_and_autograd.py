# style: a leaf at the layer's output
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    losses = rest(z)
    (delta,) = torch.autograd.grad(losses, z, torch.ones_like(losses))
    return torch.sqrt((delta**2).sum(dim=-1) * (1 + (X**2).sum(dim=-1)))
