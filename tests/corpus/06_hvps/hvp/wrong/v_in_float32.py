# fails: value
# fault: dtype-hard-coded
# says: dtype
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v.float(),))[1]
