# style: moves each row at random, compares bit by bit
import torch


def is_independent(f, X):
    base = f(X)
    for b in range(X.shape[0]):
        moved = X.clone()
        moved[b] = torch.randn_like(X[b])
        same = (f(moved) == base).all(dim=1)
        same[b] = True
        if not same.all():
            return False
    return True
