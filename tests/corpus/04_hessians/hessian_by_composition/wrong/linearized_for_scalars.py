# fails: method
# fault: forbidden-tool
# says: linearize
import torch
from torch.func import grad, jacfwd, jacrev, linearize, vmap


def hessian_by_composition(f, x):
    if f(x).dim():
        return jacfwd(jacrev(f))(x)
    # linearize is out here, whatever f it is used on
    _, push = linearize(grad(f), x)
    return vmap(push)(torch.eye(len(x), dtype=x.dtype)).T
