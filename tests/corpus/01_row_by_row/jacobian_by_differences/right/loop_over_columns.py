# style: the lesson's own loop: one column from two evaluations
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(x.numel()):
        step = torch.zeros_like(x)
        step[j] = h
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)
