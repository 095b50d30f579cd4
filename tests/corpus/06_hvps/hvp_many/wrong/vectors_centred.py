# fails: value
# fault: same-added-to-every-row
# says: a mean that was taken off
from torch.func import grad, jvp, vmap
def hvp_many(f, x, V):
    W = V - V.mean(0)
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(W)
