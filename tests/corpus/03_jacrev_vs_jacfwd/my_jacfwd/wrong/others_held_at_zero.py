# fails: value
# fault: other-arguments-replaced
# says: zeros or ones
import torch
from torch.func import jvp, vmap
def my_jacfwd(f, argnums=0):
    def block(n, args):
        a = args[n]
        g = lambda p: f(*(p if i == n else torch.zeros_like(q) for i, q in enumerate(args)))
        cols = vmap(lambda u: jvp(g, (a,), (u,))[1])(torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape))
        return cols.movedim(0, -1).reshape(*cols.shape[1:], *a.shape)
    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(n, args) for n in argnums)
