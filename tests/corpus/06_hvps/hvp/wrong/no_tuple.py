# fails: value
# fault: primals-not-a-tuple
# says: tuple
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), x, v)[1]
