# fails: value
# fault: functions-not-apart
# says: global
import torch
from torch.func import jvp, vmap


_s = {}

def my_jacfwd(f, argnums=0):
    _s['a'] = argnums

    def one(place, args):
        def push(t):
            return jvp(lambda a: f(*args[:place], a, *args[place + 1:]), (args[place],), (t,))[1]
        a = args[place]
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        out = vmap(push, out_dims=-1)(units)
        return out.reshape(out.shape[:-1] + a.shape)
    def jacobian(*args):
        argnums = _s['a']
        if isinstance(argnums, int):
            return one(argnums, args)
        return tuple(one(p, args) for p in argnums)
    return jacobian
