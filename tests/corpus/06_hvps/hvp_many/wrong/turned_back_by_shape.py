# fails: value
# fault: transposed
# says: transpose
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    out = vmap(lambda v: jvp(grad(f), (x,), (v,))[1], out_dims=1)(V)
    # right wherever K and N differ
    return out if out.shape == V.shape else out.T
