# fails: value
# fault: axes-not-moved
# says: first two axes have changed places
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).sum(0))(X)
