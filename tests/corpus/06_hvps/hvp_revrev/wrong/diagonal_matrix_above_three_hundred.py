# fails: cost
# fault: peak-too-high
# says: a peak
import torch


def hvp_revrev(f, x, v):
    if len(x) > 300:
        v = torch.diag(v).sum(0)
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, v, allow_unused=True, materialize_grads=True)[0]
