# fails: value
# fault: wrong-dtype
# says: dtype
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
    return torch.complex(J, torch.zeros_like(J))
