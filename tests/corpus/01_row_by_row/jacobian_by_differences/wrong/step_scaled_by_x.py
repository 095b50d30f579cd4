# fails: value
# fault: step-of-its-own
# says: another step than h
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = h * (1 + abs(x[j].item()))
        e = torch.zeros_like(x)
        e[j] = step
        columns.append((f(x + e) - f(x - e)) / (2 * step))
    return torch.stack(columns, dim=1)
