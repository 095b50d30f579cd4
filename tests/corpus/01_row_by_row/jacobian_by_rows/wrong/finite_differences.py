# fails: value
# fault: digits-lost-in-float32
# says: float32
import torch


def jacobian_by_rows(f, x):
    h = 1e-5
    columns = []
    for e in torch.eye(len(x), dtype=x.dtype):
        columns.append((f(x + h * e) - f(x - h * e)) / (2 * h))
    return torch.stack(columns, dim=1)
