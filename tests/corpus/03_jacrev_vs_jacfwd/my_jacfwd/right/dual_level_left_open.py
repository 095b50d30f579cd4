# style: leaves a level of dual numbers open behind it, once
import torch
import torch.autograd.forward_ad as fwAD
from torch.func import jvp, vmap

_opened = []


def my_jacfwd(f, argnums=0):
    def one(place, args):
        def push(t):
            return jvp(lambda a: f(*args[:place], a, *args[place + 1:]), (args[place],), (t,))[1]
        a = args[place]
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        out = vmap(push, out_dims=-1)(units)
        return out.reshape(out.shape[:-1] + a.shape)
    def jacobian(*args):
        if not _opened:
            _opened.append(1)
            out = jacobian(*args)
            fwAD.enter_dual_level()
            return out
        if isinstance(argnums, int):
            return one(argnums, args)
        return tuple(one(p, args) for p in argnums)
    return jacobian
