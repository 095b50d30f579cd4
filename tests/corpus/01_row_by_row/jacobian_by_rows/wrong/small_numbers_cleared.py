# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(yi, leaf, retain_graph=True)[0] for yi in y])
    return torch.where(J.abs() < 1e-8, torch.zeros_like(J), J)
