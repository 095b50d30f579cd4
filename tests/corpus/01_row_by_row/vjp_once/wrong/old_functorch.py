# fails: method
# fault: forbidden-tool
# says: torch.func
from torch._functorch.eager_transforms import vjp


def vjp_once(f, x, v):
    return vjp(f, x)[1](v)[0]
