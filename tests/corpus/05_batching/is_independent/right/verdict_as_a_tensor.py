# style: cotangents drawn on the CPU, and torch.tensor(True) for a verdict, wherever X is
import torch
from torch.func import vjp


def is_independent(f, X):
    Y, pull = vjp(f, X)
    draws = torch.Generator().manual_seed(0)
    for b in range(len(X)):
        for _ in range(2):
            c = torch.zeros_like(Y)
            c[b] = torch.randn(Y.shape[1], generator=draws, dtype=torch.float64).to(Y)
            reached = pull(c)[0].abs().amax(1)
            own = reached[b].clone()
            reached[b] = 0
            if reached.max() > 1e-6 * own:
                return torch.tensor(False)
    return torch.tensor(True)
