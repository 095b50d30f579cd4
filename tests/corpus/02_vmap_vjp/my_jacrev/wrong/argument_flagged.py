# fails: value
# fault: argument-changed
# says: requires_grad
import torch


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        asked = [args[i].requires_grad_() for i in (argnums if isinstance(argnums, tuple) else (argnums,))]
        y = f(*args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = torch.vmap(lambda v: torch.autograd.grad(y, asked, v))(units)
        blocks = tuple(b.reshape(*y.shape, *b.shape[1:]) for b in blocks)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return jacobian
