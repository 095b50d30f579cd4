# fails: value
# fault: input-not-tracked
# says: require
import torch


def jacobian_by_rows(f, x):
    y = f(x)
    rows = []
    for i in range(len(y)):
        rows.append(torch.autograd.grad(y[i], x, retain_graph=True)[0])
    return torch.stack(rows)
