# fails: value
# fault: dtype-hard-coded
# says: a dtype other than that of x
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    products = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
    return products > 0
