# fails: value
# fault: in-place-on-leaf
# says: leaf
import torch


def jacobian_by_rows(f, x):
    leaf = torch.empty(len(x), dtype=x.dtype, requires_grad=True)
    for j in range(len(x)):
        leaf[j] = x[j]
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
