"""Right throughout, in the plainest way."""

import torch
from torch.func import jacfwd, jacrev, jvp, vmap

IN_WORDS = (
    "(a) Forward: twelve tangents. (b) Reverse: one output. I would write how many times as fast it is, from medians"
    " taken in turns, with machine and sizes, and compare vᵀ(J t) with (vᵀJ) t for one random pair."
)


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        if isinstance(argnums, tuple):
            return tuple(my_jacfwd(f, place)(*args) for place in argnums)
        arg = args[argnums]

        def push(tangent):
            return jvp(lambda part: f(*args[:argnums], part, *args[argnums + 1 :]), (arg,), (tangent,))[1]

        units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
        columns = vmap(push, out_dims=-1)(units)
        return columns.reshape(*columns.shape[:-1], *arg.shape)

    return jacobian


def cheapest_jacobian(f, x):
    return (jacfwd if len(x) < len(f(x)) else jacrev)(f)(x)


def speedup(baseline, candidate):
    return baseline.median / candidate.median
