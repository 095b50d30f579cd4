# fails: value
# fault: every-pair-of-samples
# says: a block for every three samples
from torch.func import hessian, vmap


def batch_hessian(f, X):
    return hessian(vmap(f))(X)
