# fails: value
# fault: raised
# says: size mismatch
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    nums = (argnums,) if isinstance(argnums, int) else argnums

    def jacobian(*args):
        def of(*some):
            return f(*[some[i] if i < len(some) else args[i] for i in range(len(args))])

        y, pull = vjp(of, *[args[n] for n in nums])
        rows = vmap(pull)(torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape))
        out = tuple(r.reshape(y.shape + args[n].shape) for r, n in zip(rows, nums))
        return out[0] if isinstance(argnums, int) else out

    return jacobian
