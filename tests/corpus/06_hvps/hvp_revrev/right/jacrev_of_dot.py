# style: jacrev outside, grad inside, on the scalar g · v
import torch


def hvp_revrev(f, x, v):
    scalar = lambda p: (torch.func.grad(f)(p) * v).sum()  # noqa: E731
    return torch.func.jacrev(scalar)(x)
