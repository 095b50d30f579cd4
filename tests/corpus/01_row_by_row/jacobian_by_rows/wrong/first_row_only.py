# fails: value
# fault: wrong-shape
# says: shape
import torch


def jacobian_by_rows(f, x):
    # right for M = 1 alone
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    for e in y:
        rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0]]
        break
    return torch.stack(rows)
