# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd import functional


class Once:
    """f, evaluated a single time."""

    def __init__(self, f, x):
        self.leaf = x.clone().requires_grad_()
        self.y = f(self.leaf)


def jacobian_by_rows(f, x):
    # the pullback of f from autograd, the pullback of the identity from the forbidden module
    once = Once(f, x)
    rows = []
    for e in torch.eye(len(once.y), dtype=x.dtype, device=x.device):
        row = torch.autograd.grad(once.y, once.leaf, e, retain_graph=True)[0]
        rows.append(functional.vjp(lambda p: p.clone(), x, row)[1])
    return torch.stack(rows)
