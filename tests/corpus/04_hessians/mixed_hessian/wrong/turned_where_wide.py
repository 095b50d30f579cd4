# fails: value
# fault: block-transposed
# says: block
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    H = jacfwd(grad(f, 0), 1)(x, y)
    return H if len(x) >= len(y) else H.T
