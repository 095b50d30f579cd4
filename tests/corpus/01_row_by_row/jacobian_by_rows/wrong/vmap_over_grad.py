# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)

    def row(e):
        return torch.autograd.grad(y, leaf, e)[0]

    return torch.vmap(row)(torch.eye(len(y), dtype=y.dtype, device=y.device))
