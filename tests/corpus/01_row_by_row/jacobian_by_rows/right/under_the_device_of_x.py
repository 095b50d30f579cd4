# style: torch's default device set to that of x, which it leaves behind
import torch


def jacobian_by_rows(f, x):
    torch.set_default_device(x.device)
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = torch.empty(len(y), len(x), dtype=x.dtype)
    for i, unit in enumerate(torch.eye(len(y), dtype=y.dtype)):
        rows[i], = torch.autograd.grad(y, leaf, unit, retain_graph=True)
    return rows
