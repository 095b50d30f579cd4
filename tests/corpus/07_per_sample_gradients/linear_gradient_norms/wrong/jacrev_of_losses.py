# fails: cost
# fault: every-loss-through-the-batch
# says: through the whole batch
import torch
import torch.nn.functional as F
from torch.func import jacrev


def linear_gradient_norms(weight, bias, rest, X):
    every = jacrev(rest)(F.linear(X, weight, bias))
    delta = every.diagonal(dim1=0, dim2=1).T
    return delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
