# fails: value
# fault: samples-added-up
# says: no batch axis
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return vmap(jacrev(f))(X).mean(0)
