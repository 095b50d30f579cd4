# style: a decorator that cuts any mapped function's argument into chunks
import functools

import torch
from torch.func import vjp, vmap


def in_chunks(size):
    def decorate(function):
        @functools.wraps(function)
        def chunked(batch):
            out = None
            for start in range(0, batch.shape[0], size):
                piece = function(batch[start : start + size])
                if out is None:
                    out = piece.new_empty((batch.shape[0], *piece.shape[1:]))
                out[start : start + size] = piece
            return out

        return chunked

    return decorate


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)

    @in_chunks(chunk_size)
    @vmap
    def rows(v):
        return pullback(v)[0]

    return rows(torch.eye(len(y), dtype=y.dtype, device=y.device))
