# fails: value
# fault: graph-of-gradient-missing
# says: create_graph
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf)
    return torch.autograd.grad(v @ g, leaf)[0]
