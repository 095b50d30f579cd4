# style: dual numbers by hand, and autograd.grad through them
import torch
import torch.autograd.forward_ad as fwAD


def hvp(f, x, v):
    with fwAD.dual_level():
        leaf = x.clone().requires_grad_()
        dual = fwAD.make_dual(leaf, v)
        y = f(dual)
        (g,) = torch.autograd.grad(y, dual)
        tangent = fwAD.unpack_dual(g).tangent
        return torch.zeros_like(x) if tangent is None else tangent
