# fails: value
# fault: couplings-missed
# says: copies
import torch


def is_independent(f, X):
    return torch.allclose(f(torch.cat([X, X]))[: len(X)], f(X), rtol=1e-5, atol=1e-5)
