# fails: value
# fault: gradient-returned
# says: gradient
import torch
import torch.nn.functional as F
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    n, parts = len(x), []
    for places in torch.arange(n, device=x.device).split(8):
        units = F.one_hot(places, n).to(x)
        parts.append(vmap(lambda t: (jvp(grad(f), (x,), (t,))[0] * t).sum())(units))
    return torch.cat(parts)
