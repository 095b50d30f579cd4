# fails: cost
# fault: forward-for-every-row
# says: forward
import torch


def vjp_once(f, x, v):
    total = torch.zeros_like(x)
    for i in range(len(v)):
        leaf = x.clone().requires_grad_()
        total += v[i] * torch.autograd.grad(f(leaf)[i], leaf)[0]
    return total
