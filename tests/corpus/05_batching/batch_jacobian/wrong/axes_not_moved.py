# fails: value
# fault: axes-not-moved
# says: first two axes have changed places
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return jacrev(lambda Z: vmap(f)(Z).sum(0))(X)
