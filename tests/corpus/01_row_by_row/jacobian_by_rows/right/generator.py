# style: a generator yields the rows
import torch


def rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    for i in range(y.size(0)):
        unit = torch.zeros_like(y)
        unit[i] = 1.0
        yield from torch.autograd.grad([y], [leaf], [unit], retain_graph=i + 1 < y.size(0))


def jacobian_by_rows(f, x):
    return torch.stack(tuple(rows(f, x)), dim=0)
