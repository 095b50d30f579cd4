# fails: value
# fault: norm-squared
# says: squares of the norms
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    return delta.square().sum(1) * (X.square().sum(1) + 1)
