# style: jacfwd of the gradient along the line x + t v, a single tangent
import torch
from torch.func import grad, jacfwd


def hvp(f, x, v):
    t = torch.zeros((), dtype=x.dtype, device=x.device)
    return jacfwd(lambda t: grad(f)(x + t * v))(t)
