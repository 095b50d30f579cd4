# fails: value
# fault: reshaped-for-moved
# says: in the wrong order
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    J = jacrev(lambda Z: f(Z).sum(0))(X)
    return J.reshape(J.shape[1], J.shape[0], J.shape[2])
