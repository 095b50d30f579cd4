# fails: value
# fault: jvp-of-f
# says: g · v
from torch.func import jvp


def hvp(f, x, v):
    return jvp(f, (x,), (v,))[1]
