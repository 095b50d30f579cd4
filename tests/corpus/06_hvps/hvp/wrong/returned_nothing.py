# fails: value
# fault: returned-nothing
# says: return
from torch.func import grad, jvp


def hvp(f, x, v):
    out = jvp(grad(f), (x,), (v,))[1]  # noqa: F841
