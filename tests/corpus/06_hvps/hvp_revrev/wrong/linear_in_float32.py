# fails: value
# fault: wrong-dtype
# says: float64
import torch


def hvp_revrev(f, x, v):
    z = x.clone().requires_grad_()
    g = torch.autograd.grad(f(z), z, create_graph=True)[0]
    return torch.autograd.grad(g, z, v)[0] if g.requires_grad else torch.zeros(len(x))
