# fails: value
# fault: forward-mode-used
# says: walk back twice
from torch.func import grad, jvp


def hvp_revrev(f, x, v):
    # there are f without forward mode
    return jvp(grad(f), (x,), (v,))[1]
