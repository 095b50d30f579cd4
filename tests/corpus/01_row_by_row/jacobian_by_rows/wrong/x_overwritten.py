# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for e in y:
        x.copy_(torch.autograd.grad(e, leaf, retain_graph=True)[0])  # x as scratch paper
        rows.append(x.clone())
    return torch.stack(rows)
