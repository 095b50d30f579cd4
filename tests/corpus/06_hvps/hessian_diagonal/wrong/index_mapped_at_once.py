# fails: cost
# fault: hessian-built
# says: n × n
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    places = torch.arange(len(x), device=x.device)

    def entry(j):
        unit = (places == j).to(x.dtype)
        return jvp(grad(f), (x,), (unit,))[1] @ unit

    return vmap(entry)(places)
