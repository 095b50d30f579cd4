# fails: value
# fault: one-sided-difference
# says: side
import torch


def jacobian_by_differences(f, x, h=1e-5):
    y = f(x)
    columns = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        columns.append((f(x + e) - y) / h)
    return torch.stack(columns, dim=1)
