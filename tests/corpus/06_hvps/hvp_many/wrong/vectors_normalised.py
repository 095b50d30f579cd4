# fails: value
# fault: argument-changed
# says: argument
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    size = V.norm(dim=1, keepdim=True).clone()
    V /= size
    return size * vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
