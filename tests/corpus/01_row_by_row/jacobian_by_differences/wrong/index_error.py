# fails: value
# fault: raised
# says: indexerror
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(1, len(x) + 1):
        e = torch.zeros_like(x)
        e[j] = h
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.stack(columns, dim=1)
