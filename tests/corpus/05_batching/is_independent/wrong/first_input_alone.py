# fails: value
# fault: inputs-left-out
# says: all of a row's inputs
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b, 0] += 1
        change = (f(moved) - Y).abs().amax(1)
        change[b] = 0
        if change.max() > 1e-6 * Y.abs().max():
            return False
    return True
