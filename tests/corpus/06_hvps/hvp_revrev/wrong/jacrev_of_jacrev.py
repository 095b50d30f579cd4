# fails: cost
# fault: hessian-built
# says: n products
from torch.func import jacrev


def hvp_revrev(f, x, v):
    return jacrev(jacrev(f))(x) @ v
