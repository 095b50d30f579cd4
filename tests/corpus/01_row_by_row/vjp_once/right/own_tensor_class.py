# style: a leaf of a tensor class of its own, turned back at the end
import torch
class Noted(torch.Tensor):
    pass
def vjp_once(f, x, v):
    leaf = x.clone().as_subclass(Noted).requires_grad_()
    g = torch.autograd.grad(f(leaf), leaf, v)[0]
    return g.as_subclass(torch.Tensor)
