# fails: value
# fault: timed-out
# says: time
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    i = 0
    while i < len(row):
        row[i] = row[i]
    return row
