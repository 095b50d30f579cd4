# fails: value
# fault: loop-over-inputs
# says: input
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = []
    for j in range(x.numel()):
        unit = torch.zeros_like(y)
        unit[j] = 1
        J.append(torch.autograd.grad(y, leaf, unit, retain_graph=True)[0])
    return torch.stack(J, dim=1)
