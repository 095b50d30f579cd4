# fails: cost
# fault: over-the-budget-elsewhere
# says: many inputs
import torch
from torch.func import grad


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    if len(x) > 20:
        [f(x) for _ in range(5)]
    return torch.autograd.grad(f(leaf), leaf, v)[0]
