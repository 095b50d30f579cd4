# fails: value
# fault: norm-of-the-batch
# says: one number for the whole batch
import torch
import torch.nn.functional as F
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    slopes = grad(lambda w, b: rest(F.linear(X, w, b)).sum(), (0, 1))(weight, bias)
    return torch.cat([each.reshape(-1) for each in slopes]).norm()
