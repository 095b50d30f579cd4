# style: allow_unused and materialize_grads on a sum that always has a graph
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), [leaf], create_graph=True)
    anchor = torch.zeros((), dtype=x.dtype, requires_grad=True)
    scalar = torch.dot(g, v) + anchor
    (out,) = torch.autograd.grad(scalar, [leaf], allow_unused=True, materialize_grads=True)
    return out
