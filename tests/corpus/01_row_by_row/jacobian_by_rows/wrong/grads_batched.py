# fails: method
# fault: forbidden-tool
# says: is_grads_batched
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.autograd.grad(y, leaf, torch.eye(len(y), dtype=y.dtype, device=y.device), is_grads_batched=True)[0]
