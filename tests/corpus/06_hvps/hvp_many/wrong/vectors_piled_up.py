# fails: value
# fault: rows-mixed
# says: put together
import torch
from torch.func import grad, jvp, vmap
def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V.cumsum(0))
