# fails: value
# fault: argument-changed
# says: requires_grad
import torch


def hvp_revrev(f, x, v):
    x.requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, x, v)[0].detach()
