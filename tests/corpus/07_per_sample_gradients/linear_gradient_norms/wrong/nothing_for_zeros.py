# fails: value
# fault: nothing-for-a-row-of-zeros
# says: δ_b
import torch
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    d = grad(lambda z: rest(z).sum())(X @ weight.T + bias)
    return torch.where(X.abs().sum(1) > 0, d.norm(dim=1) * (X.square().sum(1) + 1).sqrt(), 0.0)
