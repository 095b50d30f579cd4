# style: a named tuple, and functools.reduce for the iteration
from functools import reduce
from typing import Any, NamedTuple

from torch.func import grad, jvp


class Pair(NamedTuple):
    value: Any
    vector: Any


def top_curvature(f, x, v0, steps):
    def product(v):
        return jvp(grad(f), (x,), (v,))[1]

    def step(u, _):
        w = product(u)
        return w / w.norm()

    u = reduce(step, range(steps), v0)
    return Pair(u @ product(u), u)
