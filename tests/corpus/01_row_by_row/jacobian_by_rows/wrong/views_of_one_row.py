# fails: value
# fault: rows-share-memory
# says: same
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.zeros(len(x), dtype=x.dtype).expand(len(y), -1)
    row = J[0]
    for e in y:
        row.copy_(torch.autograd.grad(e, leaf, retain_graph=True)[0])
    return J
