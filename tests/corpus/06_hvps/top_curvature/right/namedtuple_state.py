# style: a NamedTuple that steps
from typing import NamedTuple
import torch
from torch import Tensor
from torch.func import grad, jvp


class State(NamedTuple):
    u: Tensor

    def stepped(self, product):
        w = product(self.u)
        return self._replace(u=w / w.norm())


def top_curvature(f, x, v0, steps):
    def product(v):
        return jvp(grad(f), (x,), (v,))[1]

    state = State(v0 / v0.norm())
    for _ in range(steps):
        state = state.stepped(product)
    return torch.dot(state.u, product(state.u)), state.u
