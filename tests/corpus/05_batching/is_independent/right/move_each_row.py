# style: moves each row, each of its inputs by another step, looks at the others
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        Z = X.clone()
        Z[b] += torch.linspace(0.5, 1.5, X.shape[1], dtype=X.dtype) ** 2
        others = torch.arange(len(X)) != b
        if not torch.allclose(f(Z)[others], Y[others], rtol=1e-5, atol=1e-6):
            return False
    return True
