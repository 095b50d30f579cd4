# fails: value
# fault: weak-coupling-missed
# says: weak coupling went unseen
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += 1e-3
        others = torch.arange(len(X)) != b
        if (f(Z)[others] - Y[others]).abs().max() > 1e-5:
            return False
    return True
