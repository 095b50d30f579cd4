# fails: value
# fault: all-entries-at-once
# says: moved at once
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right for N = 1 alone: every entry is moved at once
    columns = []
    for _ in range(len(x)):
        columns.append((f(x + h) - f(x - h)) / (2 * h))
    return torch.stack(columns, dim=1)
