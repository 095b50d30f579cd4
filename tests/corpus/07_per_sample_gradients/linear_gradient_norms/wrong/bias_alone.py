# fails: value
# fault: bias-alone
# says: bias alone
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    return grad(lambda z: rest(z).sum())(F.linear(X, weight, bias)).norm(dim=1)
