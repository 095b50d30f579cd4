# fails: value
# fault: rounding-for-coupling
# says: rounding
import torch


def is_independent(f, X):
    alone = torch.cat([f(x[None].double().to(X.dtype) * (1 + 1e-15)) for x in X])
    return torch.equal(f(X), alone + 1e-16)
