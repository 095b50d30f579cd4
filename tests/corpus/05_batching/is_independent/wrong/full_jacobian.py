# fails: cost
# fault: full-then-diagonal
# says: the whole of (b, m, b, n)
import torch


def is_independent(f, X):
    J = torch.func.jacrev(f)(X)
    B = len(X)
    return not any(J[i, :, j].abs().max() > 1e-8 for i in range(B) for j in range(B) if i != j)
