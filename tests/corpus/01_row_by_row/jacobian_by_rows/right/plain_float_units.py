# style: unit vectors of the default dtype, whatever f returns; zeros and ones are exact in it
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y, leaf, e, retain_graph=True)[0] for e in torch.eye(len(y), device=y.device)])
