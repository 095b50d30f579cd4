# fails: value
# fault: weak-coupling-missed
# says: threshold
import torch


def is_independent(f, X):
    Y = f(X)
    tol = 1e-9 if X.dtype == torch.float64 else 2e-2
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += 1
        D = (f(Z) - Y).abs()
        D[b] = 0
        if D.max() > tol:
            return False
    return True
