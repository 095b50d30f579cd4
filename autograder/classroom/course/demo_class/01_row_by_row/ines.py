"""`.grad` is never cleared, and the matrix of differences is twice too large."""

import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward(v)
    return leaf.grad


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        y[i].backward(retain_graph=True)
        rows.append(leaf.grad.clone())
    return torch.stack(rows)


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = torch.zeros_like(x)
        step[j] = h
        columns.append((f(x + step) - f(x - step)) / h)
    return torch.stack(columns, dim=1)
