# style: autograd.grad of f at a dual number, and its tangent
import torch
import torch.autograd.forward_ad as fwAD
def hvp(f, x, v):
    with fwAD.dual_level():
        leaf = x.clone().requires_grad_()
        dual = fwAD.make_dual(leaf, v)
        (g,) = torch.autograd.grad(f(dual), dual, create_graph=True)
        t = fwAD.unpack_dual(g).tangent
        return (torch.zeros_like(x) if t is None else t).detach()
