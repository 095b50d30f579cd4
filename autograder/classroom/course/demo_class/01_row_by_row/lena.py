"""A cell that never ends; what comes after it is right."""

import torch

IN_WORDS = "Central differences, six runs of the model. float32 leaves about four digits."


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]


attempts = 0
while attempts < 10:
    vjp_once(torch.sin, torch.ones(3), torch.ones(3))


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    rows = [torch.autograd.grad(y[i], x, retain_graph=True)[0] for i in range(len(y))]
    return torch.stack(rows)


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = torch.zeros_like(x)
        step[j] = h
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)
