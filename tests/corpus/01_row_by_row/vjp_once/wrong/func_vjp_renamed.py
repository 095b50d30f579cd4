# fails: method
# fault: forbidden-tool
# says: torch.func
from torch.func import vjp as autograd_grad


def vjp_once(f, x, v):
    y, backward = autograd_grad(f, x)
    (row,) = backward(v)
    return row
