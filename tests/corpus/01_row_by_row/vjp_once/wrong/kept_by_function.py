# fails: value
# fault: kept-between-calls
# says: call
import torch

_graphs = {}


def vjp_once(f, x, v):
    if f not in _graphs:
        leaf = x.clone().requires_grad_()
        _graphs[f] = leaf, f(leaf)
    leaf, y = _graphs[f]
    return torch.autograd.grad(y, leaf, v, retain_graph=True)[0]
