# fails: value
# fault: wrong-type
# says: true or false
import torch


def is_independent(f, X):
    alone = torch.cat([f(x[None]) for x in X])
    return torch.isclose(f(X), alone, rtol=1e-5, atol=1e-6).all().reshape(1)
