# fails: cost
# fault: loop-over-samples
# says: one at a time
import torch
from torch.func import grad


def linear_gradient_norms(weight, bias, rest, X):
    found = []
    for x in X:
        delta = grad(lambda z: rest(z[None])[0])(weight @ x + bias)
        found.append(delta.norm() * (x @ x + 1).sqrt())
    return torch.stack(found)
