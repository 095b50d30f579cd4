# fails: value
# fault: looks-at-some-rows
# says: every ordered pair
import torch


def is_independent(f, X):
    half = len(X) // 2
    alone = torch.cat([f(X[:half]), f(X[half:])])
    return torch.allclose(f(X), alone, rtol=1e-4, atol=1e-5)
