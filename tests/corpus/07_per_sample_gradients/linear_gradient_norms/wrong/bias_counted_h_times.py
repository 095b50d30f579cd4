# fails: value
# fault: another-share-of-the-bias
# says: under the root
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    d = grad(lambda z: rest(z).sum())(X @ weight.T + bias)
    return d.norm(dim=1) * (X.square().sum(1) + len(bias)).sqrt()
