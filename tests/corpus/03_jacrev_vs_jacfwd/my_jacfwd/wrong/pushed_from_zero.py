# fails: value
# fault: taken-at-the-origin
# says: all zeros
import torch
from torch.func import jvp, vmap
def my_jacfwd(f, argnums=0):
    def block(n, args):
        a = torch.zeros_like(args[n])
        g = lambda p: f(*args[:n], p, *args[n + 1:])
        cols = vmap(lambda u: jvp(g, (a,), (u,))[1])(torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape))
        return cols.movedim(0, -1).reshape(*cols.shape[1:], *a.shape)
    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(n, args) for n in argnums)
