# fails: value
# fault: loss-squared
# says: square
import torch
import torch.nn.functional as F


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).square().sum(), z)
    return d.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
