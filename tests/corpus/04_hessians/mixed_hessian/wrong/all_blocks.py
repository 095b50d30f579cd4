# fails: value
# fault: tuple-of-blocks
# says: tuple
from torch.func import hessian


def mixed_hessian(f, x, y):
    return hessian(f, argnums=(0, 1))(x, y)
