# fails: method
# fault: reverse-mode
# says: torch.func.vjp
import torch
from torch.func import vjp, vmap


def my_jacfwd(f, argnums=0):
    # the double-backward trick: Jt as the derivative of vᵀJ in v
    def block(k, args):
        a = args[k]
        y, pull = vjp(lambda p: f(*args[:k], p, *args[k + 1 :]), a)
        _, push = vjp(lambda v: pull(v)[0], torch.zeros_like(y))
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        (columns,) = vmap(push)(units)
        return columns.movedim(0, -1).reshape(*y.shape, *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
