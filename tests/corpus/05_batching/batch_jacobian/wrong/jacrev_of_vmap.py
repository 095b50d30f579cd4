# fails: value
# fault: every-pair-of-samples
# says: a block for every pair of samples
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return jacrev(vmap(f))(X)
