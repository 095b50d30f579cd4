# style: the second derivative of one number, mapped over axes
import torch
from torch.func import grad, vmap
def hessian_diagonal(f, x):
    # second derivative along each axis, by a scalar
    def along(i):
        def one(s):
            return f(torch.where(torch.arange(len(x), device=x.device) == i, x + s, x))
        return grad(grad(one))(torch.zeros((), dtype=x.dtype, device=x.device))
    return torch.cat([vmap(along)(part) for part in torch.arange(len(x), device=x.device).split(7)])
