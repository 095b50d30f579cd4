# fails: value
# fault: norms-added
# says: were added
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias)).norm(dim=1)
    return delta * X.norm(dim=1) + delta
