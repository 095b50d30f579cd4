# fails: value
# fault: summed-over-features
# says: outputs were added up
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).sum(1))(X)
