# fails: value
# fault: argument-changed
# says: no longer as it was
import torch


import torch


def is_independent(f, X):
    Y = f(X).clone()
    verdict = True
    for b in range(len(X)):
        step = torch.rand_like(X[b])
        X[b] += step
        gap = (f(X) - Y).abs().amax(1)
        gap[b] = 0
        verdict &= bool(gap.max() < 1e-5)
        X[b] -= step
    return verdict
