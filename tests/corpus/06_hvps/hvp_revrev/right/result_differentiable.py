# style: create_graph in both passes, so that the result can be differentiated again
# remark: create-graph-for-nothing
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if g.grad_fn is None:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, v, create_graph=True)[0]
