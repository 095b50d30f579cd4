# fails: value
# fault: tangent-of-another-shape
# says: shape
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1], in_dims=1)(V)
