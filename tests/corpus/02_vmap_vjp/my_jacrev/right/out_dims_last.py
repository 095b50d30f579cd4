# style: mapped axis last, then moved to the front
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    chosen = tuple([argnums]) if type(argnums) is int else argnums

    def of(args, varied):
        values = dict(zip(chosen, varied))
        return f(*[values.get(i, arg) for i, arg in enumerate(args)])

    def jacobian(*args):
        y, pullback = vjp(lambda *varied: of(args, varied), *[args[i] for i in chosen])
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(*y.shape, -1)
        blocks = vmap(pullback, in_dims=-1, out_dims=-1)(units)
        done = [b.movedim(-1, 0).reshape(y.shape + b.shape[:-1]) for b in blocks]
        return done[0] if type(argnums) is int else (*done,)

    return jacobian
