# style: the product under torch.compile, which then meets the meter's own operations
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    @torch.compile(backend="eager")
    def along(point, direction):
        return jvp(grad(f), (point,), (direction,))[1]

    return along(x, v)
