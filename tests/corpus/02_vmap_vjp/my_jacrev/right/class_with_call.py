# style: a class
import torch
from torch.func import vjp, vmap


class MyJacrev:
    def __init__(self, f, argnums=0):
        self.f = f
        self.argnums = argnums

    def at(self, args):
        def f(chosen):
            whole = dict(enumerate(args)) | chosen
            return self.f(*(whole[i] for i in range(len(args))))

        wanted = self.argnums if isinstance(self.argnums, tuple) else (self.argnums,)
        return vjp(f, {i: args[i] for i in wanted}), wanted

    def __call__(self, *args):
        (y, pullback), wanted = self.at(args)
        units = torch.diag(torch.ones(y.numel()).to(y)).reshape(-1, *y.shape)
        (blocks,) = vmap(pullback)(units)
        shaped = [blocks[i].reshape(tuple(y.shape) + tuple(args[i].shape)) for i in wanted]
        return tuple(shaped) if isinstance(self.argnums, tuple) else shaped[0]


my_jacrev = MyJacrev
