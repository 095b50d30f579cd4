# fails: value
# fault: not-in-the-graph
# says: graph
import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    y = f(x)
    copy = x.detach().requires_grad_()
    return torch.autograd.grad(y, copy, v)[0]
