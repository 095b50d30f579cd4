# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def vjp_once(f, x, v):
    leaf = torch.tensor(x.tolist(), requires_grad=True)
    (g,) = torch.autograd.grad(f(leaf), leaf, v)
    return g
