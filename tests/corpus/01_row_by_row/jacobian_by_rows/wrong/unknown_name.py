# fails: value
# fault: raised
# says: nameerror
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    for e in y:
        row.append(torch.autograd.grad(e, leaf, retain_graph=True)[0])  # noqa: F821
    return torch.stack(row)  # noqa: F821
