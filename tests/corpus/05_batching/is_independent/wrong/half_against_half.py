# fails: value
# fault: looks-at-some-rows
# says: every ordered pair
import torch


def is_independent(f, X):
    h = len(X) // 2
    Y = f(X)
    Z = X.clone()
    Z[:h] += 1
    W = X.clone()
    W[h:] += 1
    return torch.allclose(f(Z)[h:], Y[h:], atol=1e-5) and torch.allclose(f(W)[:h], Y[:h], atol=1e-5)
