# fails: cost
# fault: over-the-budget-elsewhere
# says: many inputs
import torch


def jacobian_by_differences(f, x, h=1e-5):
    if len(x) > 20:
        [f(x) for _ in range(10)]
    cols = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        cols.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.stack(cols, 1)
