# fails: value
# fault: wrong-value
# says: right shape
import torch
def vjp_once(f, x, v):
    z = x.clone().requires_grad_()
    y = f(z)
    w = v.clone()
    if len(w) > 1 and len(w) % 2 == 0: w[-1] = 0
    return torch.autograd.grad(y, z, w)[0]
