# fails: value
# fault: batch-axis-last
# says: the batch axis is the last
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).sum(0))(X).movedim(1, -1)
