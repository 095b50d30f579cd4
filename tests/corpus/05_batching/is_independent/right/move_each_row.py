# style: moves each row, looks at the others
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += 1.0
        others = torch.arange(len(X)) != b
        if not torch.allclose(f(Z)[others], Y[others], rtol=1e-5, atol=1e-6):
            return False
    return True
