# fails: value
# fault: transposed
# says: transpose
import torch
from torch.func import jvp, vmap


def batch_jacobian(f, X):
    units = torch.eye(X.shape[1], dtype=X.dtype)
    columns = vmap(lambda e: vmap(lambda x: jvp(f, (x,), (e,))[1])(X))(units)
    # right wherever B and N differ
    return columns.transpose(0, 1) if len(X) == len(units) else columns.movedim(0, -1)
