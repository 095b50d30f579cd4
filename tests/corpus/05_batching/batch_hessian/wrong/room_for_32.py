# fails: value
# fault: right-when-small
# says: written into the code
import torch
from torch.func import grad, jvp, vmap


def batch_hessian(f, X):
    units = torch.eye(32, dtype=X.dtype)[:, : X.shape[1]][: X.shape[1]]

    def of_one(x):
        rows = torch.func.jacrev(f)
        return vmap(lambda v: jvp(rows, (x,), (v,))[1], out_dims=-1)(units)

    return vmap(of_one)(X)
