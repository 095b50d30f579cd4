# fails: cost
# fault: whole-hessian-for-one-block
# says: block
from torch.func import jacrev


def mixed_hessian(f, x, y):
    return jacrev(jacrev(f, argnums=(0, 1)), argnums=1)(x, y)[0]
