# style: one output column's full Jacobian at a time
import torch


def is_independent(f, X):
    B, M = f(X).shape
    off = ~torch.eye(B, dtype=torch.bool)
    for m in range(M):
        J = torch.func.jacrev(lambda Z: f(Z)[:, m])(X)
        if (J.abs().amax(-1)[off] > 1e-6).any():
            return False
    return True
