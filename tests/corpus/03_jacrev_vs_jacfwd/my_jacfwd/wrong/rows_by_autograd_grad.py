# fails: method
# fault: reverse-mode
# says: a backward pass
import torch
from torch.func import vmap


def my_jacfwd(f, argnums=0):
    def block(k, args):
        leaf = args[k].detach().clone().requires_grad_()
        y = f(*args[:k], leaf, *args[k + 1 :])
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        rows = vmap(lambda v: torch.autograd.grad(y, leaf, v, retain_graph=True)[0])(units)
        return rows.reshape(*y.shape, *leaf.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
