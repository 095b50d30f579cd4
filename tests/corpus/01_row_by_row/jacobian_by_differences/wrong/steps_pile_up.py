# fails: value
# fault: steps-pile-up
# says: pile up
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # the step is never set back to zero
    e = torch.zeros_like(x)
    columns = []
    for j in range(len(x)):
        e[j] = h
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.stack(columns, dim=1)
