# fails: value
# fault: cotangent-sized-by-input
# says: output
import torch


def jacobian_by_rows(f, x):
    # right for a square J alone
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(x), dtype=x.dtype)
    return torch.stack([torch.autograd.grad(y, leaf, e, retain_graph=True)[0] for e in units])
