# fails: cost
# fault: pass-for-each-argument
# says: pullback
import torch


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        leaves = [arg.detach().clone().requires_grad_() for arg in args]
        y = f(*leaves)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)

        def block(i):
            rows = torch.vmap(lambda v: torch.autograd.grad(y, leaves[i], v, retain_graph=True)[0])
            return rows(units).reshape(*y.shape, *args[i].shape)

        return block(argnums) if isinstance(argnums, int) else tuple(map(block, argnums))

    return jacobian
