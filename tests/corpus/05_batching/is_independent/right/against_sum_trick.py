# style: moves all rows but one, generators and any()
import torch


def couplings(f, X):
    Y = f(X)
    step = torch.linspace(0.5, 1.5, X.numel(), dtype=X.dtype, device=X.device).reshape(X.shape)
    for b in range(len(X)):
        Z = X + step
        Z[b] = X[b]
        yield (f(Z)[b] - Y[b]).norm() / Y[b].norm()


def is_independent(f, X):
    return not any(c > 1e-5 for c in couplings(f, X))
