# fails: value
# fault: another-norm
# says: absolute values
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    d = grad(lambda z: rest(z).sum())(X @ weight.T + bias)
    return d.abs().sum(1) * (X.square().sum(1) + 1).sqrt()
