# fails: value
# fault: not-finite
# says: nan
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # divides by the step of every entry, zero for all but one
    columns = []
    for e in h * torch.eye(len(x), dtype=x.dtype):
        difference = f(x + e) - f(x - e)
        quotients = difference[:, None] / (2 * e)[None, :]
        columns.append(quotients.sum(1) - quotients.sum(1) + difference / (2 * h))
    return torch.stack(columns, dim=1)
