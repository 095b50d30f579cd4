# style: a class whose methods are the modes
import torch
from torch.func import jvp, vjp, vmap


class Modes:
    def __init__(self, f, x):
        self.f, self.x = f, x

    def rows(self):
        y, pull = vjp(self.f, self.x)
        return vmap(pull)(torch.eye(len(y)).to(y))[0]

    def columns(self):
        return vmap(lambda t: jvp(self.f, (self.x,), (t,))[1], out_dims=-1)(torch.eye(len(self.x)).to(self.x))

    def cheapest(self):
        return self.rows() if len(self.f(self.x)) <= len(self.x) else self.columns()


def cheapest_jacobian(f, x):
    return Modes(f, x).cheapest()
