"""A loop where one pass is asked, the last chunk lost, and the library's own jacrev."""

import torch
from torch.func import jacrev, vjp, vmap

IN_WORDS = "vmap needs no memory, so all rows at once."


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return torch.stack([pullback(unit)[0] for unit in torch.eye(len(y), dtype=y.dtype, device=y.device)])


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        return jacrev(f, argnums)(*args)

    return jacobian


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    whole = len(y) // chunk_size * chunk_size
    chunks = [vmap(pullback)(units[i : i + chunk_size])[0] for i in range(0, whole, chunk_size)]
    return torch.cat(chunks)


def branchless(x):
    return torch.where(x > 0, torch.sin(x), torch.cos(x))


def out_of_place(x):
    return (x * x).cumsum(0)


def itemless(x):
    return x / x.norm().item()
