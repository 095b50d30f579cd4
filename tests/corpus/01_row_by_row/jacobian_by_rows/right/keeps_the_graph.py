# style: keeps every graph that it ever recorded, and every row
# remark: graph-kept-alive
import torch

recordings = []


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    recordings.append((y, rows))
    for i in range(len(y)):
        rows.append(torch.autograd.grad(y[i], leaf, retain_graph=True)[0])
    return torch.stack(rows)
