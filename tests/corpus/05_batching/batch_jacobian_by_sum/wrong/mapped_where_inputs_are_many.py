# fails: method
# fault: samples-taken-apart
# says: taken apart
from torch.func import jacrev, vmap


def batch_jacobian_by_sum(f, X):
    if X.shape[1] > 20:
        return vmap(jacrev(lambda z: f(z[None])[0]))(X)
    return jacrev(lambda Z: f(Z).sum(0))(X).movedim(0, 1)
