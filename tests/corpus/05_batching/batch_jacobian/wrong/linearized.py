# fails: method trend
# fault: forbidden-tool
# says: linearize
import torch
from torch.func import linearize, vmap


def batch_jacobian(f, X):
    Y, push = linearize(vmap(f), X)
    eye = torch.eye(X.shape[1], dtype=X.dtype)
    return vmap(lambda e: push(e.expand_as(X)))(eye).movedim(0, -1)
