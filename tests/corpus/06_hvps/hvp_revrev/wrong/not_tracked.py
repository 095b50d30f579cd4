# fails: value
# fault: input-not-tracked
# says: recorded
import torch


def hvp_revrev(f, x, v):
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    return torch.autograd.grad(g, x, v)[0]
