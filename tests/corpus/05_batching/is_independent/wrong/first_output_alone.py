# fails: value
# fault: outputs-left-out
# says: in one output alone
import torch
def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone(); Z[b] += 1.0
        D = (f(Z) - Y)[..., :1]
        D[b] = 0
        if D.abs().max() > 0: return False
    return True
