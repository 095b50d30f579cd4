# fails: value
# fault: layer-without-its-bias
# says: was not added
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    d = grad(lambda z: rest(z).sum())(X @ weight.T)
    return d.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
