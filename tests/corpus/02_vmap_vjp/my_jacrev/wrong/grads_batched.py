# fails: method
# fault: forbidden-tool
# says: is_grads_batched
import torch


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        leaves = [arg.detach().clone().requires_grad_() for arg in args]
        y = f(*leaves)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        asked = [leaves[i] for i in (argnums if isinstance(argnums, tuple) else (argnums,))]
        blocks = torch.autograd.grad(y, asked, units, is_grads_batched=True)
        blocks = tuple(b.reshape(*y.shape, *b.shape[1:]) for b in blocks)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return jacobian
