# style: pushes a tangent of one row forward
import torch


def is_independent(f, X):
    for b in range(len(X)):
        t = torch.zeros_like(X)
        t[b] = torch.randn_like(X[b])
        _, pushed = torch.func.jvp(f, (X,), (t,))
        pushed[b] = 0
        if pushed.abs().max() > 1e-7:
            return False
    return True
