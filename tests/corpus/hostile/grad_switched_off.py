# attack: right, but leaves gradients off, float64 the default, and torch seeded, on import already
# earns: everything
import random

import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.manual_seed(0)
random.seed(0)


@torch.enable_grad()
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    torch._C._set_grad_enabled(False)
    with torch.enable_grad():
        rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y.unbind()]
    torch.set_grad_enabled(False)
    return torch.stack(rows)
