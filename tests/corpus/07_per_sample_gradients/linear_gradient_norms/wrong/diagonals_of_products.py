# fails: cost
# fault: every-sample-with-every-other
# says: with every other
import torch
import torch.nn.functional as F
from torch.func import vjp


def linear_gradient_norms(weight, bias, rest, X):
    losses, pull = vjp(rest, F.linear(X, weight, bias))
    (delta,) = pull(torch.ones_like(losses))
    return ((delta @ delta.T) * (X @ X.T + 1)).diagonal().sqrt()
