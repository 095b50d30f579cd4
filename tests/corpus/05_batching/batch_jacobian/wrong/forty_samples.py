# fails: value
# fault: right-when-small
# says: small sizes
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return vmap(jacrev(f))(X[:40])
