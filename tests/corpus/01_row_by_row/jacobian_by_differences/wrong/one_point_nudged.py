# fails: value
# fault: point-moved-under-its-value
# says: the point that you moved on
import torch


def jacobian_by_differences(f, x, h=1e-5):
    point, columns = x.clone(), []
    for j in range(len(x)):
        point[j] = x[j] + h
        ahead = f(point)
        point[j] = x[j] - h
        behind = f(point)
        point[j] = x[j]
        columns.append((ahead - behind) / (2 * h))
    return torch.stack(columns, dim=1)
