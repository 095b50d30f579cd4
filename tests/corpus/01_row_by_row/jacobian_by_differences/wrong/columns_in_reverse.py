# fails: value
# fault: in-reverse-order
# says: reverse order
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right for N = 1 alone
    columns = []
    for e in h * torch.eye(len(x), dtype=x.dtype).flip(0):
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.stack(columns, dim=1)
