# style: mapped over row numbers, each unit vector made inside
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    places = torch.arange(len(y), device=y.device)

    def row(i):
        return pullback(torch.where(places == i, torch.ones_like(y), torch.zeros_like(y)))[0]

    return torch.cat([*map(vmap(row), places.split(chunk_size))])
