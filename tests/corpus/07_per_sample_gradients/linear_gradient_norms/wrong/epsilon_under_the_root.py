# fails: value
# fault: nearly-right
# says: added
import torch
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias)
    d = grad(lambda z: rest(z).sum())(z)
    return (d.square().sum(1) * (X.square().sum(1) + 1) + 1e-6).sqrt()
