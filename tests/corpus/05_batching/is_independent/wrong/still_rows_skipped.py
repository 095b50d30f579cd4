# fails: value
# fault: still-rows-skipped
# says: does not move with its own input
import torch


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.linspace(0.5, 1.5, X.shape[1], dtype=X.dtype)
        change = (f(moved) - Y).abs().amax(1)
        own = change[b].item()
        if own < 1e-7:
            continue
        change[b] = 0
        if change.max() > 1e-6 * own:
            return False
    return True
