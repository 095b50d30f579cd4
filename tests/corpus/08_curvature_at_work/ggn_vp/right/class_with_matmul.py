# style: a class with __matmul__ for G, dual numbers for J v and for the loss's slope
import torch
import torch.autograd.forward_ad as fwAD
from torch.func import grad, vjp


class GaussNewton:
    def __init__(self, net, loss, x):
        self.net, self.loss, self.x = net, loss, x

    def push(self, v):
        with fwAD.dual_level():
            z, Jv = fwAD.unpack_dual(self.net(fwAD.make_dual(self.x, v)))
            return z, torch.zeros_like(z) if Jv is None else Jv

    def bend(self, z, Jv):
        with fwAD.dual_level():
            t = fwAD.unpack_dual(grad(self.loss)(fwAD.make_dual(z, Jv))).tangent
        return torch.zeros_like(z) if t is None else t

    def __matmul__(self, v):
        z, Jv = self.push(v)
        return vjp(self.net, self.x)[1](self.bend(z, Jv))[0]


def ggn_vp(net, loss, x, v):
    return GaussNewton(net, loss, x) @ v
