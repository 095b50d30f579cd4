# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    result = torch.zeros(len(x))
    result += torch.autograd.grad(f(leaf), leaf, v)[0]
    return result
