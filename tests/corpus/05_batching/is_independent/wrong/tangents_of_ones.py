# fails: value
# fault: steps-too-alike
# says: their differences stay
import torch
from torch.func import jvp


def is_independent(f, X):
    for b in range(len(X)):
        along = torch.zeros_like(X)
        along[b] = 1
        y, moved = jvp(f, (X,), (along,))
        moved[b] = 0
        if moved.abs().max() > 1e-6 * y.abs().max():
            return False
    return True
