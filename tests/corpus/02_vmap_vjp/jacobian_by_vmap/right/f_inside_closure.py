# style: f and grad both inside the mapped closure, the leaf outside
import torch


def jacobian_by_vmap(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    units = torch.eye(f(x).numel(), dtype=x.dtype, device=x.device)
    return torch.func.vmap(lambda v: torch.autograd.grad(outputs=f(leaf), inputs=leaf, grad_outputs=v)[0])(units)
