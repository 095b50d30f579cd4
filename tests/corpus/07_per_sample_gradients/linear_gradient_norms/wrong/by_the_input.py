# fails: value
# fault: by-the-input
# says: gradient by x
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    return grad(lambda X: rest(F.linear(X, weight, bias)).sum())(X).norm(dim=1)
