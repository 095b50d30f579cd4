# fails: value
# fault: in-place-on-saved
# says: in place
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    unit = torch.zeros_like(y)
    rows = []
    for i in range(len(y)):
        unit[i] = 1
        picked = (y * unit).sum()
        unit[i] = 0
        rows.append(torch.autograd.grad(picked, leaf, retain_graph=True)[0])
    return torch.stack(rows)
