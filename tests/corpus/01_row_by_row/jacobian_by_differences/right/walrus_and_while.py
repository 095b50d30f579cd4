# style: a while loop that counts down, and a walrus
import torch


def jacobian_by_differences(f, x, h=1e-5):
    left, columns = len(x), []
    while (left := left - 1) >= 0:
        (up := x.clone())[left] += h
        (down := x.clone())[left] -= h
        columns.insert(0, (f(up) - f(down)) / 2 / h)
    return torch.stack(columns, dim=1)
