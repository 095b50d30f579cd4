# fails: value
# fault: length-held-short
# says: too small by a factor
from torch.func import grad, jvp


def hvp(f, x, v):
    # "so that nothing overflows"
    length = v.norm()
    if length > 1000:
        v = v * (1000 / length)
    return jvp(grad(f), (x,), (v,))[1]
