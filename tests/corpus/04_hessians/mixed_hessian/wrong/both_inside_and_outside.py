# fails: cost
# fault: whole-hessian-for-one-block
# says: block
from torch.func import jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(jacrev(f, (0, 1)), (0, 1))(x, y)[0][1]
