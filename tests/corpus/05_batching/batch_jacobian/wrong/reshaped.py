# fails: value
# fault: reshaped-for-moved
# says: in the wrong order
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    J = jacrev(lambda Z: vmap(f)(Z).sum(0))(X)
    return J.reshape(X.shape[0], -1, X.shape[1])
