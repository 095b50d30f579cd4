# fails: value
# fault: allow-unused-hides-it
# says: zeros
import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    y = f(x.clone().detach().requires_grad_())
    return torch.autograd.grad(y, x, v, allow_unused=True, materialize_grads=True)[0]
