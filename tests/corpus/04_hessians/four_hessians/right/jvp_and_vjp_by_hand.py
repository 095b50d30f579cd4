# style: each level from vmap over a jvp or a vjp
import torch
from torch.func import jvp, vjp, vmap


def fwd(g):
    def columns(x):
        units = torch.eye(x.numel(), dtype=x.dtype, device=x.device)
        return vmap(lambda t: jvp(g, (x,), (t,))[1])(units).movedim(0, -1)

    return columns


def rev(g):
    def rows(x):
        y, pull = vjp(g, x)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        return vmap(lambda c: pull(c)[0])(units).reshape(*y.shape, *x.shape)

    return rows


def four_hessians(f, x):
    return {"fwd_rev": fwd(rev(f))(x), "rev_rev": rev(rev(f))(x), "fwd_fwd": fwd(fwd(f))(x), "rev_fwd": rev(fwd(f))(x)}
