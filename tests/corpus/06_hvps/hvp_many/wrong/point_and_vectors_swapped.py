# fails: value
# fault: point-and-direction-swapped
# says: at each point
from torch.func import grad, jvp, vmap
def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (v,), (x,))[1])(V)
