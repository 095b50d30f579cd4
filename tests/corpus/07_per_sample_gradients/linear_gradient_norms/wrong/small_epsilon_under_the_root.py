# fails: value
# fault: epsilon-under-the-root
# says: small for the square
import torch
from torch.func import vjp


def linear_gradient_norms(weight, bias, rest, X):
    out, pull = vjp(rest, X @ weight.T + bias)
    (d,) = pull(torch.ones_like(out))
    return ((d * d).sum(1) * ((X * X).sum(1) + 1) + 1e-12).sqrt()
