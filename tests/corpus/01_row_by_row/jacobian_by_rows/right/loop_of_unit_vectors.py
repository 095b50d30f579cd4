# style: the lesson's own loop over the rows of an identity
import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    rows = []
    for unit in torch.eye(y.numel(), dtype=y.dtype, device=y.device):
        (row,) = torch.autograd.grad(y, x, unit, retain_graph=True)
        rows.append(row)
    return torch.stack(rows)
