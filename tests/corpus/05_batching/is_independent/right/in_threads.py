# style: each row moved in a thread of its own
import torch
from concurrent.futures import ThreadPoolExecutor


def is_independent(f, X):
    Y = f(X)

    def same(b):
        Z = X.clone()
        Z[b] = Z[b].roll(1) + 0.5
        D = (f(Z) - Y).abs()
        D[b] = 0
        return D.max().item() < 1e-5

    with ThreadPoolExecutor(2) as pool:
        return all(pool.map(same, range(len(X))))
