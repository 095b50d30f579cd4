# style: poisons one row with NaN and looks who is sick
import torch


def is_independent(f, X):
    for b in range(len(X)):
        sick = X.clone()
        sick[b] = float("nan")
        ill = f(sick).isnan().any(1)
        ill[b] = False
        if ill.any():
            return False
    return True
