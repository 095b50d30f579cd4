# fails: value
# fault: raised
# says: more than one element
import torch
import torch.nn.functional as F


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias).detach().requires_grad_()
    d, = torch.autograd.grad(rest(z).sum(), z)
    d.square_()
    return (d.sum(1) * (X.square().sum(1) + 1)).sqrt()
