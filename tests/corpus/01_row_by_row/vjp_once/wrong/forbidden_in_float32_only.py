# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def vjp_once(f, x, v):
    if x.dtype == torch.float32:
        return torch.func.vjp(f, x)[1](v)[0]
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
