# fails: value
# fault: step-ignored
# says: step
import torch


def jacobian_by_differences(f, x, h=1e-5):
    h = torch.finfo(x.dtype).eps ** (1 / 3)
    columns = []
    for e in torch.eye(len(x), dtype=x.dtype):
        columns.append((f(x + h * e) - f(x - h * e)) / (2 * h))
    return torch.stack(columns, dim=1)
