# fails: value
# fault: steps-too-alike
# says: its direction
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] *= 2
        change = (f(Z) - Y).abs().amax(1)
        change[b] = 0
        if change.max() > 1e-5 * Y.abs().max():
            return False
    return True
