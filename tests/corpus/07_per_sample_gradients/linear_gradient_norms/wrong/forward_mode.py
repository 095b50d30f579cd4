# fails: cost
# fault: forward-mode
# says: tangents were pushed
import torch
import torch.nn.functional as F
from torch.func import jvp, vmap


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias)
    units = torch.eye(len(bias), dtype=X.dtype)
    delta = vmap(lambda e: jvp(rest, (z,), (e.expand_as(z),))[1])(units).T
    return delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()
