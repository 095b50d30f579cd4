# fails: cost
# fault: hessian-built
# says: n × n
from torch.func import hessian, vmap


def hvp_many(f, x, V):
    H = hessian(f)(x)
    return vmap(lambda v: H @ v)(V)
