# fails: value
# fault: argument-changed
# says: no longer as it was
import torch


def is_independent(f, X):
    Y = f(X).clone()
    verdict = True
    for b in range(len(X)):
        X[b] += 1.0
        gap = (f(X) - Y).abs().amax(1)
        gap[b] = 0
        verdict &= bool(gap.max() < 1e-5)
        X[b] -= 1.0
    return verdict
