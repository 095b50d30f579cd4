# fails: value
# fault: unit-reused
# says: the row is your unit vector itself
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    unit = torch.zeros(len(y), dtype=y.dtype)
    rows = []
    for i in range(len(y)):
        unit.zero_()
        unit[i] = 1
        rows.append(torch.autograd.grad(y, leaf, unit, retain_graph=True)[0])
    return torch.stack(rows)
