# fails: value
# fault: device-hard-coded
# says: every tensor on meta
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    page = torch.zeros(len(y), len(x), dtype=x.dtype)
    for i, y_i in enumerate(y):
        page[i] = torch.autograd.grad(y_i, leaf, retain_graph=True)[0]
    return page
