# fails: value
# fault: verdict-inverted
# says: coupled
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.randn_like(X[b])
        others = (f(moved) - Y).abs()
        others[b] = 0
        if others.max() > 1e-6:
            return True
    return False
