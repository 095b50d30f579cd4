# style: a generator of chunks of row numbers, one_hot inside
import torch
import torch.nn.functional as F
from torch.func import vjp, vmap


def chunks(total, size, device):
    numbers = iter(torch.arange(total, device=device).split(size))
    yield from numbers


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)

    def rows(numbers):
        return vmap(pullback)(F.one_hot(numbers, len(y)).to(y.dtype))[0]

    return torch.cat([rows(numbers) for numbers in chunks(len(y), chunk_size, y.device)])
