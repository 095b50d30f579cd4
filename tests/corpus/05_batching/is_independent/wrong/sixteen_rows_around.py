# fails: value
# fault: looks-at-some-rows
# says: every ordered pair
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.linspace(0.5, 1.5, X.shape[1], dtype=X.dtype)
        change = (f(moved) - Y).abs().amax(1)
        change[b] = 0
        near = change[max(0, b - 16) : b + 17]
        if near.max() > 1e-6 * Y.abs().max():
            return False
    return True
