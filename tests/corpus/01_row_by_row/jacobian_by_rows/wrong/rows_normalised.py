# fails: value
# fault: rows-by-factors-of-their-own
# says: its own length
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y]
    return torch.stack([row / row.norm() for row in rows])
