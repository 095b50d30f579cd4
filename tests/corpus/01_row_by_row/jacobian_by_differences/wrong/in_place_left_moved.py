# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_differences(f, x, h=1e-5):
    point = x.detach()  # shares memory with x
    columns = []
    for j in range(len(x)):
        kept = float(x[j])
        point[j] = kept + h
        plus = f(point).clone()
        point[j] = kept - h
        columns.append((plus - f(point)) / (2 * h))
        point[j] = kept
    point += 0.5
    return torch.stack(columns, dim=1)
