# fails: value
# fault: right-when-small
# says: small sizes
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    page = torch.zeros(500, dtype=x.dtype)
    page[: len(x)] = jvp(grad(f), (x,), (v,))[1]
    return page[: len(x)].clone()
