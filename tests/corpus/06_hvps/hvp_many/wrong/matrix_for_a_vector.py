# fails: value
# fault: tangent-of-another-shape
# says: one direction
from torch.func import grad, jvp


def hvp_many(f, x, V):
    return jvp(grad(f), (x,), (V,))[1]
