# fails: value
# fault: vectors-added-up
# says: sum
from torch.func import grad, jvp


def hvp_many(f, x, V):
    return jvp(grad(f), (x,), (V.sum(0),))[1]
