# fails: value
# fault: axes-in-another-order
# says: axes in another order
import torch
from torch.func import vjp, vmap
def my_jacrev(f, argnums=0):
    def jac(*args):
        y, pull = vjp(f, *args)
        U = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        G = vmap(pull)(U)
        if isinstance(argnums, int): return G[argnums].reshape(*args[argnums].shape, *y.shape)
        return tuple(G[n].reshape(*y.shape, *args[n].shape) for n in argnums)
    return jac
