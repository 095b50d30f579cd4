# fails: value
# fault: whole-batch-into-f
# says: other than the one sample
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return vmap(jacrev(f), in_dims=1)(X)
