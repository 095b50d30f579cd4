# fails: value
# fault: every-pair-of-samples
# says: a block for every pair of samples
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(f)(X)
