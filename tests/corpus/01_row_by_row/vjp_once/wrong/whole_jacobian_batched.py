# fails: cost
# fault: all-rows-for-one-product
# says: pass
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    (J,) = torch.autograd.grad(y, leaf, torch.eye(len(v), dtype=v.dtype, device=v.device), is_grads_batched=True)
    return v @ J
