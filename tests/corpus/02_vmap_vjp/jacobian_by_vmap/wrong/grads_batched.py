# fails: method
# fault: forbidden-tool
# says: is_grads_batched
import torch


def jacobian_by_vmap(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.autograd.grad(y, leaf, units, is_grads_batched=True)[0]
