# fails: value
# fault: factor-two
# says: twice
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        columns.append((f(x + e) - f(x - e)) / h)
    return torch.stack(columns, dim=1)
