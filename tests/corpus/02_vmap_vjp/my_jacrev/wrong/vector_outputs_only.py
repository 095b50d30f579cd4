# fails: value
# fault: basis-not-viewed
# says: view each row
import torch


def my_jacrev(f, argnums=0):
    places = argnums if isinstance(argnums, tuple) else (argnums,)

    def jacobian(*args):
        leaves = [arg.detach().clone().requires_grad_() for arg in args]
        y = f(*leaves)
        asked = [leaves[i] for i in places]
        units = torch.eye(y.numel(), dtype=y.dtype)
        blocks = torch.vmap(lambda v: torch.autograd.grad(y, asked, v))(units)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return jacobian
