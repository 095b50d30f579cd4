# fails: value
# fault: tangents-of-another-structure
# says: packed
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), [v])[1]
