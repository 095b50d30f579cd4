# fails: value
# fault: wrong-shape
# says: an output that stays 0
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = []
    for out in y:
        (row,) = torch.autograd.grad(out, leaf, retain_graph=True)
        if row.any():
            rows.append(row)
    return torch.stack(rows)
