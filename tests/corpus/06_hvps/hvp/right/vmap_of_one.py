# style: vmap over a batch of one vector
import torch
from torch.func import grad, jvp, vmap


def hvp(f, x, v):
    product = lambda w: jvp(grad(f), (x,), (w,))[1]  # noqa: E731
    return vmap(product)(v[None]).squeeze(0)
