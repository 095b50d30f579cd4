# fails: value
# fault: graph-freed
# says: graph
import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    rows = []
    for unit in torch.eye(len(y), dtype=y.dtype):
        rows.append(torch.autograd.grad(y, x, unit)[0])
    return torch.stack(rows)
