"""Right, by backward and .grad, and by filling a matrix."""

import torch

IN_WORDS = "By differences. There are only 3 columns but 1,000,000 rows."


def vjp_once(f, x, v):
    leaf = torch.nn.Parameter(x.detach().clone())
    f(leaf).backward(v)
    return torch.zeros_like(x) if leaf.grad is None else leaf.grad


def jacobian_by_rows(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    jacobian = torch.zeros(len(y), len(x), dtype=y.dtype, device=y.device)
    for i, unit in enumerate(torch.eye(len(y), dtype=y.dtype, device=y.device)):
        leaf.grad = None
        y.backward(unit, retain_graph=i + 1 < len(y))
        jacobian[i] = leaf.grad
    return jacobian


def jacobian_by_differences(f, x, h=1e-5):
    steps = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).T
