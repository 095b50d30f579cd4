# fails: value
# fault: not-finite
# says: never written
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    rows = x.new_empty(len(y), len(x))
    for i in range(max(1, len(y) - 1)):
        rows[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return rows
