# fails: cost
# fault: too-many-products
# says: budget
from torch.func import grad, vjp


def hvp_revrev(f, x, v):
    _, pull = vjp(grad(f), x)
    return (pull(2 * v)[0] + pull(v)[0]) / 3
