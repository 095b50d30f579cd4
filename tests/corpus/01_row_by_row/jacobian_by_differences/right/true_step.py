# style: divides by the step that was really made after rounding
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(x.size(0)):
        right, left = x.clone(), x.clone()
        right[j] += h
        left[j] -= h
        width = (right[j] - left[j]).item()
        columns.append((f(right) - f(left)) / (width or 2 * h))
    return torch.stack(columns, 1)
