# fails: value
# fault: linear-f-has-no-graph
# says: linear
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(g, leaf, v)[0]
