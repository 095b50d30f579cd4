# style: keeps a graph over the backward pass
# remark: create-graph-for-nothing
import torch


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        leaves = [arg.detach().clone().requires_grad_() for arg in args]
        y = f(*leaves)
        asked = [leaves[i] for i in (argnums if isinstance(argnums, tuple) else (argnums,))]
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = torch.vmap(lambda v: torch.autograd.grad(y, asked, v, create_graph=True))(units)
        blocks = tuple(b.reshape(*y.shape, *b.shape[1:]) for b in blocks)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return jacobian
