# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch


def is_independent(f, X):
    torch.manual_seed(3)
    before = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.randn(X.shape[1], dtype=X.dtype)
        others = torch.arange(len(X)) != b
        gap = (f(moved) - before).abs().amax(1) * others
        if gap.max() > 1e-6:
            return False
    return True
