# fails: cost
# fault: gradients-first
# says: that say no more than
import torch
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    by_weight = delta[:, :, None] * X[:, None, :]
    return (by_weight.square().sum((1, 2)) + delta.square().sum(1)).sqrt()
