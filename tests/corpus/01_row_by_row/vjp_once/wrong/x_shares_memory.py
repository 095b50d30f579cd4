# fails: value
# fault: argument-changed
# says: argument
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    with torch.no_grad():
        leaf.copy_(row)  # «leaf» is x under another name
    return leaf.detach().clone()
