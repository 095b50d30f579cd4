# fails: cost
# fault: too-many-products
# says: product
from torch.func import grad, jvp


def hvp(f, x, v):
    forth = jvp(grad(f), (x,), (v,))[1]
    back = jvp(grad(f), (x,), (-v,))[1]
    return (forth - back) / 2
