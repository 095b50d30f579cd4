# style: a matrix made beforehand and filled by index
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.empty(y.numel(), x.numel(), dtype=x.dtype, device=x.device)
    for i in range(y.numel()):
        J[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
