# fails: value
# fault: axes-not-moved
# says: movedim
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    J = jacrev(lambda Z: f(Z).sum(0))(X)
    # right wherever B and M differ
    return J if J.shape[0] == len(X) else J.movedim(0, 1)
