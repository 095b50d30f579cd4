# fails: value
# fault: other-arguments-replaced
# says: values that came in
import torch
from torch.func import vjp, vmap
def my_jacrev(f, argnums=0):
    nums = (argnums,) if isinstance(argnums, int) else argnums
    def jac(*args):
        def g(*p):
            full = [torch.ones_like(a) for a in args]
            for n, q in zip(nums, p):
                full[n] = q
            return f(*full)
        y, pull = vjp(g, *(args[n] for n in nums))
        bs = tuple(b.reshape(y.shape + b.shape[1:]) for b in vmap(pull)(torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)))
        return bs[0] if isinstance(argnums, int) else bs
    return jac
