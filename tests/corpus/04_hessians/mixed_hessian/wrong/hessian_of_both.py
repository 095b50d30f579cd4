# fails: cost
# fault: whole-hessian-for-one-block
# says: block
from torch.func import hessian


def mixed_hessian(f, x, y):
    return hessian(f, argnums=(0, 1))(x, y)[0][1]
