# fails: value
# fault: mean-for-sum
# says: b times too small
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).mean(0))(X).movedim(0, 1)
