# fails: value
# fault: kept-between-calls
# says: kept
import torch
from torch.func import vjp

kept = {}


def is_independent(f, X):
    key = (id(f), X.dtype, *X.flatten().tolist())
    if key not in kept:
        X = X + torch.randn_like(X)
        Y, pullback = vjp(f, X)
        apart = True
        for row in range(len(X)):
            for _ in range(3):
                V = torch.zeros_like(Y)
                V[row] = torch.randn_like(Y[row])
                (seen,) = pullback(V)
                seen = torch.cat([seen[:row], seen[row + 1 :]])
                apart = apart and seen.abs().max().item() < 1e-5
        kept[key] = apart
    return kept[key]
