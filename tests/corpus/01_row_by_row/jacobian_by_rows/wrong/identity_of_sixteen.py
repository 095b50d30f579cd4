# fails: value
# fault: cotangent-sized-by-input
# says: another number
import torch


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    eye = torch.eye(16, dtype=x.dtype)[:len(y), :len(y)]
    return torch.stack([torch.autograd.grad(y, leaf, u, retain_graph=True)[0] for u in eye])
