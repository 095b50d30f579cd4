# fails: value
# fault: bias-left-out
# says: by the weight alone
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    return delta.norm(dim=1) * X.norm(dim=1)
