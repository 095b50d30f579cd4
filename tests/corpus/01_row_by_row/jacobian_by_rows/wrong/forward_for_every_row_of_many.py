# fails: cost
# fault: over-the-budget-elsewhere
# says: many outputs
import torch
from torch.func import grad


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if len(y) > 16:
        return torch.stack([torch.autograd.grad(f(leaf)[i], leaf)[0] for i in range(len(y))])
    return torch.stack([torch.autograd.grad(yi, leaf, retain_graph=True)[0] for yi in y])
