# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # right in float32 alone: the numbers were kept with single precision
    kept = x.to(torch.float32)
    columns = []
    e = h * torch.eye(len(x), dtype=x.dtype)
    for j in range(len(x)):
        columns.append((f(x + e[j]) - f(x - e[j])) / (2 * h))
    x.copy_(kept)
    return torch.stack(columns, dim=1)
