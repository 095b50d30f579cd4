# style: remembers results by what f and the arguments are, not by name
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    memory = []

    def compute(args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        return [b.reshape(*y.shape, *b.shape[1:]) for b in vmap(pullback)(units)]

    def jacobian(*args):
        for seen, blocks in memory:
            if all(a.shape == b.shape and torch.equal(a, b) for a, b in zip(seen, args)):
                break
        else:
            blocks = compute(args)
            memory.append(([a.clone() for a in args], blocks))
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
