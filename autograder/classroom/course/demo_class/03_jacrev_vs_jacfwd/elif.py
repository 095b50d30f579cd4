"""Columns laid down as rows, always forward, and the ratio upside down."""

import torch
from torch.func import jacfwd, jvp, vmap

IN_WORDS = "Forward mode for both, because it needs no memory."


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        x = args[argnums]
        push = lambda t: jvp(lambda part: f(*args[:argnums], part, *args[argnums + 1 :]), (x,), (t,))[1]  # noqa: E731
        return vmap(push)(torch.eye(len(x), dtype=x.dtype, device=x.device))

    return jacobian


def cheapest_jacobian(f, x):
    return jacfwd(f)(x)


def speedup(baseline, candidate):
    return candidate.median / baseline.median
