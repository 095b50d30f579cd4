# fails: value
# fault: graph-of-gradient-missing
# says: create_graph
import torch


def hvp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf)
    return torch.autograd.grad(g @ v, leaf)[0]
