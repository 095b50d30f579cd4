# style: a bracket halved, then polished; jvp and backward by one helper; a vmap rule that expands
import math

import torch


class KeplerSolve(torch.autograd.Function):
    @staticmethod
    def forward(M, e):
        low, high = M - 1, M + 1
        for _ in range(20):
            mid = (low + high) / 2
            under = mid - e * torch.sin(mid) < M
            low, high = torch.where(under, mid, low), torch.where(under, high, mid)
        E = (low + high) / 2
        for _ in range(6):
            E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, e = inputs
        ctx.save_for_backward(output, e)
        ctx.save_for_forward(output, e)

    @staticmethod
    def _slopes(ctx):
        E, e = ctx.saved_tensors
        by_M = 1 / (1 - e * torch.cos(E))
        return by_M, by_M * torch.sin(E)

    @staticmethod
    def backward(ctx, grad_output):
        return tuple(grad_output * s for s in KeplerSolve._slopes(ctx))

    @staticmethod
    def jvp(ctx, *tangents):
        return sum(s * t for s, t in zip(KeplerSolve._slopes(ctx), tangents) if t is not None)

    @staticmethod
    def vmap(info, in_dims, M, e):
        M, e = (a.expand(info.batch_size, *a.shape) if d is None else a.movedim(d, 0) for a, d in zip((M, e), in_dims))
        return KeplerSolve.apply(M, e), 0


def kepler(M, e):
    return KeplerSolve.apply(M, e)
