# fails: value
# fault: wrong-where-sizes-agree
# says: two of them are the same
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(t, leaf, retain_graph=True)[0] for t in y])
    if J.shape[0] == J.shape[1]:
        J = (J + J.T) / 2
    return J
