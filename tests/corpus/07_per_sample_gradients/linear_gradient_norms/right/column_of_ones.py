# style: the bias as a weight of a column of ones
import torch
from torch.func import grad


class Layer:
    def __init__(self, weight, bias):
        self.whole = torch.cat([weight, bias[:, None]], 1)

    def __call__(self, X1):
        return X1 @ self.whole.T


def linear_gradient_norms(weight, bias, rest, X):
    X1 = torch.cat([X, torch.ones_like(X[:, :1])], 1)
    delta = grad(lambda Z: rest(Z).sum())(Layer(weight, bias)(X1))
    return (delta.pow(2).sum(1) * X1.pow(2).sum(1)).sqrt()
