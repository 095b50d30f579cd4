# fails: value
# fault: outputs-added-up
# says: the axis of m is gone
from torch.func import hessian, vmap


def batch_hessian(f, X):
    return vmap(hessian(lambda x: f(x).sum()))(X)
