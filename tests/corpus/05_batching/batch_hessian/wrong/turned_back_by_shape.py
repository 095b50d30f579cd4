# fails: value
# fault: outputs-not-first
# says: axis
from torch.func import hessian, vmap


def batch_hessian(f, X):
    m = f(X[0]).shape[0]
    H = vmap(hessian(f))(X).movedim(1, 2)
    # right wherever M and N differ
    return H if H.shape[1] == m else H.movedim(2, 1)
