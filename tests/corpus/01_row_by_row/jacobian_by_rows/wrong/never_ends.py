# fails: value
# fault: timed-out
# says: time
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    i, rows = 0, []
    while i < len(y):
        row = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    rows.append(row)
    return torch.stack(rows)
