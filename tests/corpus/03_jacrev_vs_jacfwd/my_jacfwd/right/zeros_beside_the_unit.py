# style: f itself is pushed through, with tangents of zeros for all that stays
import torch
from torch.func import jvp, vmap
def my_jacfwd(f, argnums=0):
    single = isinstance(argnums, int)
    nums = (argnums,) if single else tuple(argnums)
    def jac(*args):
        blocks = []
        for n in nums:
            a = args[n]
            eye = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
            def push(t, n=n):
                tangents = tuple(t if i == n else torch.zeros_like(b) for i, b in enumerate(args))
                return jvp(f, args, tangents)[1]
            cols = vmap(push)(eye)
            blocks.append(cols.movedim(0, -1).unflatten(-1, a.shape) if a.dim() else cols.squeeze(0))
        return blocks[0] if single else tuple(blocks)
    return jac
