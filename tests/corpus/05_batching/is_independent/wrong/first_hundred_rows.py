# fails: value
# fault: looks-at-some-rows
# says: row
from torch.func import jacrev


def is_independent(f, X):
    for b in range(min(100, len(X))):
        reach = jacrev(lambda Z, b=b: f(Z)[b])(X).abs().amax(dim=(0, 2))
        top = reach.max()
        reach[b] = 0
        if reach.max() > 1e-6 * top:
            return False
    return True
