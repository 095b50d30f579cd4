# style: looks at the losses first
import torch
from torch.func import grad_and_value


def linear_gradient_norms(weight, bias, rest, X):
    z = X.matmul(weight.t()).add(bias)
    assert rest(z).shape == (len(X),)
    delta, _ = grad_and_value(lambda z: torch.sum(rest(z)))(z)
    return torch.einsum("bh,bh->b", delta, delta).sqrt() * torch.einsum("bn,bn->b", X, X).add(1).sqrt()
