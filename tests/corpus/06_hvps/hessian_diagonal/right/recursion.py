# style: divides the range in two until it is short
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    g = grad(f)

    def between(low, high):
        if high - low == 1:
            unit = torch.zeros_like(x).index_fill_(0, torch.tensor([low], device=x.device), 1)
            return jvp(g, (x,), (unit,))[1][low : high].clone()
        middle = (low + high) // 2
        return torch.cat([between(low, middle), between(middle, high)])

    return between(0, len(x))
