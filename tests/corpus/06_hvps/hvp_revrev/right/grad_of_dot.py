# style: the gradient of g · v, by torch.func.grad twice
from torch.func import grad


def hvp_revrev(f, x, v):
    return grad(lambda p: grad(f)(p) @ v)(x)
