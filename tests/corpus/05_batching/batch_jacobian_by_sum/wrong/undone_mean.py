# fails: value
# fault: factor-of-batch
# says: b times too large
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: len(X) * f(Z).sum(0))(X).movedim(0, 1)
