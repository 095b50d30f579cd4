# style: compares each row alone with the row in its batch
import torch


def is_independent(f, X):
    together = f(X)
    alone = torch.cat([f(x[None]) for x in X])
    return torch.allclose(together, alone, rtol=1e-5, atol=1e-6)
