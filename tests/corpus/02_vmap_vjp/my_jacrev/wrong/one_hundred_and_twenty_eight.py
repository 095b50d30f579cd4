# fails: value
# fault: right-when-small
# says: small
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    nums = (argnums,) if isinstance(argnums, int) else argnums

    def jacobian(*args):
        def of(*some):
            full = list(args)
            for n, s in zip(nums, some):
                full[n] = s
            return f(*full)

        y, pull = vjp(of, *[args[n] for n in nums])
        eye = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)[:128]
        rows = vmap(pull)(eye)
        rows = tuple(torch.cat([r, r.new_zeros(y.numel() - len(r), *r.shape[1:])]) for r in rows)
        out = tuple(r.reshape(y.shape + args[n].shape) for r, n in zip(rows, nums))
        return out[0] if isinstance(argnums, int) else out

    return jacobian
