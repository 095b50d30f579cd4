# fails: value
# fault: right-when-small
# says: n = 1
import torch
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias)
    d = grad(lambda z: rest(z).sum())(z)
    return d.norm(dim=1) * (X[:, :100].square().sum(1) + 1).sqrt()
