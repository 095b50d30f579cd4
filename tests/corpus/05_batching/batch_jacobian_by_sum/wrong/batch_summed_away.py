# fails: value
# fault: samples-added-up
# says: no batch axis
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).sum(0))(X).sum(1)
