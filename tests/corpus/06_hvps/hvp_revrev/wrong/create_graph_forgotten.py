# fails: value
# fault: graph-of-gradient-missing
# says: create_graph
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    g = torch.autograd.grad(f(leaf), leaf, retain_graph=True)[0]
    return torch.autograd.grad(g, leaf, v)[0]
