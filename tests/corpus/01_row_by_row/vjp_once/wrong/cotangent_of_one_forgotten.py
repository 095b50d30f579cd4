# fails: value
# fault: wrong-where-a-size-is-1
# says: m = 1
import torch
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if y.numel() == 1:
        return torch.autograd.grad(y.sum(), leaf)[0]
    return torch.autograd.grad(y, leaf, v)[0]
