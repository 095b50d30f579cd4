# fails: value
# fault: device-hard-coded
# says: every tensor on meta
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = torch.zeros_like(x).index_fill_(0, torch.tensor([j]), h)
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)
