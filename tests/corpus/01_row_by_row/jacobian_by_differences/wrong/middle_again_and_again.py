# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # the mean of both one-sided quotients: f(x) evaluated for every column
    columns = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        columns.append(((f(x + e) - f(x)) + (f(x) - f(x - e))) / (2 * h))
    return torch.stack(columns, dim=1)
