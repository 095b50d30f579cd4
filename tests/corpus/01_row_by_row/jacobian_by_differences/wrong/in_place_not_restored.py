# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # + h, - 2h, + h is not nothing in floating point
    columns = []
    for j in range(len(x)):
        x[j] += h
        plus = f(x).clone()
        x[j] -= 2 * h
        minus = f(x).clone()
        x[j] += h
        columns.append((plus - minus) / (2 * h))
    return torch.stack(columns, dim=1)
