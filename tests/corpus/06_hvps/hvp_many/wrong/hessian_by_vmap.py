# fails: cost
# fault: hessian-built
# says: built
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    eye = torch.eye(len(x), dtype=x.dtype, device=x.device)
    H = vmap(lambda e: jvp(grad(f), (x,), (e,))[1])(eye)
    return V @ H.T
