# fails: value
# fault: wrong-dtype
# says: dtype
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    return row.to(torch.complex64 if x.dtype == torch.float32 else torch.complex128)
