# fails: value
# fault: raised
# says: keyerror
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    rows = {"row": torch.autograd.grad(f(leaf), leaf, v)[0]}
    return rows["rows"]
