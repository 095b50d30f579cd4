# fails: cost
# fault: over-the-budget-elsewhere
# says: many outputs
import torch
from torch.func import grad


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    if len(v) > 16:
        y = f(leaf)
        return v @ torch.stack([torch.autograd.grad(a, leaf, retain_graph=True)[0] for a in y])
    return torch.autograd.grad(f(leaf), leaf, v)[0]
