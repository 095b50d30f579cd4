# fails: value
# fault: not-finite
# says: a vector of zeros among them
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    lengths = V.norm(dim=1, keepdim=True)
    return lengths * vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V / lengths)
