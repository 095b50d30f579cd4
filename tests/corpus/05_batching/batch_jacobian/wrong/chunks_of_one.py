# fails: method cost
# fault: batch-in-chunks
# says: chunk_size
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return vmap(jacrev(f), chunk_size=1)(X)
