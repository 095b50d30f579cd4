# style: a class with __matmul__ that maps what it is given
from dataclasses import dataclass
from typing import Any

from torch.func import grad, jvp, vmap


@dataclass(frozen=True)
class H:
    f: Any
    x: Any

    def one(self, v):
        return jvp(grad(self.f), (self.x,), (v,))[1]

    def __call__(self, V):
        return vmap(self.one)(V)


def hvp_many(f, x, V):
    return H(f, x)(V)
