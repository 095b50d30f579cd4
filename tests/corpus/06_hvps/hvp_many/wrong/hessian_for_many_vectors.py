# fails: method cost
# fault: hessian-built
# says: vmap
from torch.func import grad, jvp, vmap, hessian


def hvp_many(f, x, V):
    if len(V) > len(x):
        return V @ hessian(f)(x)
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
