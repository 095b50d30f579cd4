# style: leaves each row out in turn
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        keep = torch.arange(len(X)) != b
        if not torch.allclose(f(X[keep]), Y[keep], rtol=1e-4, atol=1e-5):
            return False
    return True
