# fails: value
# fault: kept-between-calls
# says: kept
import torch

_graphs = {}


def hvp_revrev(f, x, v):
    if f not in _graphs:
        leaf = x.clone().requires_grad_()
        _graphs[f] = leaf, torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
    leaf, g = _graphs[f]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]
