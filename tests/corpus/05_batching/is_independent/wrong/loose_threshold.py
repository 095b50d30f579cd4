# fails: value
# fault: weak-coupling-missed
# says: weak coupling went unseen
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += 1.0
        others = torch.arange(len(X)) != b
        if (f(Z)[others] - Y[others]).abs().max() > 0.01:
            return False
    return True
