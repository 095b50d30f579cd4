# style: J lies at every second column of a wider, dirty buffer
import torch


def jacobian_by_differences(f, x, h=1e-5):
    n = len(x)
    first = torch.zeros_like(x)
    buffer = None
    for j in range(n):
        e = torch.zeros_like(first)
        e[j] = h
        column = (f(x + e) - f(x - e)) / (2 * h)
        if buffer is None:
            buffer = x.new_full((len(column) + 7, 2 * n + 300), float("nan"))
        buffer[7:, 300 + 2 * j] = column
    return buffer[7:, 300::2]
