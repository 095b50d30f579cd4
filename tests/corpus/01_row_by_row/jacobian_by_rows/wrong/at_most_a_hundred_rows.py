# fails: value
# fault: right-when-small
# says: larger one
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    rows = [torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(min(len(y), 100))]
    return torch.stack(rows)
