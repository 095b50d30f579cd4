# fails: value
# fault: returned-nothing
# says: return
import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    row = torch.autograd.grad(f(x), x, v)[0]
    print(row)
