# fails: value
# fault: gradient-times-v
# says: entry by entry
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return (g * v).detach()
