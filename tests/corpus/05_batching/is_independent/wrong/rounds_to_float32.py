# fails: value
# fault: rounding-for-coupling
# says: rounding
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone().float().to(X.dtype)
        Z[b] += 1.0
        others = torch.arange(len(X)) != b
        if (f(Z)[others] - Y[others]).abs().max() > 1e-10:
            return False
    return True
