# style: the columns are shared out among threads
from concurrent.futures import ThreadPoolExecutor

import torch


def jacobian_by_differences(f, x, h=1e-5):
    def column(j):
        e = torch.zeros_like(x)
        e[j] = h
        return (f(x + e) - f(x - e)) / (2 * h)

    with ThreadPoolExecutor(3) as pool:
        return torch.stack([*pool.map(column, range(len(x)))], dim=1)
