# fails: value
# fault: looks-at-some-rows
# says: some rows, or in one direction
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += 1.0
        for near in {max(b - 1, 0), min(b + 1, len(X) - 1)} - {b}:
            if (f(Z)[near] - Y[near]).abs().max() > 1e-6:
                return False
    return True
