# fails: value
# fault: strides-ignored
# says: strides
import torch
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    B, N = X.shape
    flat = torch.as_strided(X, (B, N), (N, 1))
    z = F.linear(X, weight, bias)
    d = grad(lambda z: rest(z).sum())(z)
    return d.norm(dim=1) * (flat.square().sum(1) + 1).sqrt()
