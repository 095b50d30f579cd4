# fails: value
# fault: transposed
# says: transpose
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(t, leaf, retain_graph=True)[0] for t in y], dim=1)
    return J if J.shape == (len(y), len(x)) else J.T
