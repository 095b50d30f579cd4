# style: gradient of the weighted sum of outputs, in all chosen arguments, mapped over the weights
import torch
from torch.func import grad, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y = f(*args)
        weights = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)

        def rows(v):
            return grad(lambda *a: (f(*a) * v).sum(), argnums=argnums)(*args)

        blocks = vmap(rows)(weights)
        if isinstance(argnums, int):
            return blocks.reshape(*y.shape, *blocks.shape[1:])
        return tuple(block.reshape(*y.shape, *block.shape[1:]) for block in blocks)

    return jacobian
