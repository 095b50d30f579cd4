# fails: cost
# fault: too-many-evaluations
# says: evaluat
from concurrent.futures import ThreadPoolExecutor

import torch


def jacobian_by_differences(f, x, h=1e-5):
    with ThreadPoolExecutor(2) as pool:

        def column(j):
            e = torch.zeros_like(x)
            e[j] = h
            twice = [(f(x + e) - f(x - e)) / (2 * h) for _ in range(2)]
            return sum(twice) / 2

        return torch.stack([*pool.map(column, range(len(x)))], dim=1)
