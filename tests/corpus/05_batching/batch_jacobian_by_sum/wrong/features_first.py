# fails: value
# fault: transposed
# says: transpose of each sample
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda Z: f(Z).sum(0))(X).permute(1, 2, 0)
