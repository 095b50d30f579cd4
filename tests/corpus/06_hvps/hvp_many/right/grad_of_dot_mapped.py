# style: the gradient of g · v, mapped over v with in_dims
from torch.func import grad, vmap


def hvp_many(f, x, V):
    def one(p, v):
        return grad(lambda q: grad(f)(q) @ v)(p)

    return vmap(one, in_dims=(None, 0))(x, V)
