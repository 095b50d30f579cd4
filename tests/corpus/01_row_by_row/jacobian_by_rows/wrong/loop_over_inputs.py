# fails: value
# fault: loop-over-inputs
# says: input
import torch


def jacobian_by_rows(f, x):
    # right for a square J alone
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(len(x))])
