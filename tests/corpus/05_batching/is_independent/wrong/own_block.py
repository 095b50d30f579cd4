# fails: value
# fault: always-true
# says: says true of everything
import torch


def is_independent(f, X):
    J = torch.stack([torch.func.jacrev(lambda Z: f(Z)[b])(X)[:, b] for b in range(len(X))])
    return bool(J.any())
