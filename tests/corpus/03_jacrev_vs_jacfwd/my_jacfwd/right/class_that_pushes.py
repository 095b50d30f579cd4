# style: a class whose __matmul__ pushes, an outer product of unit vectors for matrices
import torch
from torch.func import jvp, vmap


class Push:
    def __init__(self, f, args, n):
        self.f, self.args, self.n = f, args, n

    def __matmul__(self, tangent):
        def alone(x):
            return self.f(*(x if i == self.n else a for i, a in enumerate(self.args)))

        return jvp(alone, (self.args[self.n],), (tangent,))[1]

    def all(self):
        x = self.args[self.n]
        where = torch.arange(x.numel(), device=x.device).reshape(x.shape)
        by_entry = vmap(lambda j: self @ (where == j).to(x.dtype))(where.flatten())
        return by_entry.permute(*range(1, by_entry.dim()), 0).unflatten(-1, x.shape) if x.dim() else by_entry[0]


def my_jacfwd(f, argnums=0):
    def jac(*args):
        if isinstance(argnums, int):
            return Push(f, args, argnums).all()
        return tuple(Push(f, args, n).all() for n in argnums)

    return jac
