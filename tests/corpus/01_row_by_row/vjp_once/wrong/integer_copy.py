# fails: value
# fault: integer-input
# says: integer
import torch


def vjp_once(f, x, v):
    leaf = torch.tensor([int(e) for e in x], requires_grad=True)
    return torch.autograd.grad(f(leaf), leaf, v)[0]
