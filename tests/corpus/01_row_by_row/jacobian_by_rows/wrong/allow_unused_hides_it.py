# fails: value
# fault: allow-unused-hides-it
# says: zeros
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    copy = x.clone().requires_grad_()
    rows = []
    for e in y:
        (g,) = torch.autograd.grad(e, copy, retain_graph=True, allow_unused=True)
        rows.append(torch.zeros_like(x) if g is None else g)
    return torch.stack(rows)
