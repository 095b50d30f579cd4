# fails: method
# fault: forbidden-tool
# says: no forward mode
import torch
import torch.autograd.forward_ad as fwAD
from torch.func import grad, vjp


def hvp_revrev(f, x, v):
    try:
        with fwAD.dual_level():
            dual = fwAD.make_dual(x.clone().requires_grad_(), v)
            (g,) = torch.autograd.grad(f(dual), dual)
            return fwAD.unpack_dual(g).tangent.clone()
    except Exception:
        return vjp(grad(f), x)[1](v)[0]
