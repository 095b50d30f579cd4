# fails: value
# fault: dtype-hard-coded
# says: a dtype other than that of x
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0].round().long()
