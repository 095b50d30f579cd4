# style: einsum along the rows, no square() and no norm
import torch
import torch.nn.functional as F
from torch.func import vjp


def linear_gradient_norms(weight, bias, rest, X):
    losses, pull = vjp(rest, F.linear(X, weight, bias))
    (delta,) = pull(torch.ones_like(losses))
    return (torch.einsum("bh,bh->b", delta, delta) * (torch.einsum("bn,bn->b", X, X) + 1)).sqrt()
