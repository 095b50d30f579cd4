# style: chunk_size=None spelled out, and an inverse for the identity
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    eye = torch.linalg.inv(torch.diag_embed(torch.ones_like(y)))
    return vmap(pullback, chunk_size=None, randomness="same")(eye)[0]
