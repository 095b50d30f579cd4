# style: a class with __call__
import torch


class Pullback:
    def __init__(self, f, x):
        self.leaf = x.clone().requires_grad_(True)
        self.y = f(self.leaf)

    def __call__(self, v):
        return torch.autograd.grad((self.y,), (self.leaf,), (v,))[0]

    @property
    def units(self):
        return torch.diag(torch.ones_like(self.y.detach()))


def jacobian_by_vmap(f, x):
    pullback = Pullback(f, x)
    return torch.vmap(pullback)(pullback.units)
