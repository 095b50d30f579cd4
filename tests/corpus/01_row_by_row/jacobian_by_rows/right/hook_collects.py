# style: a hook on the leaf collects the rows
import torch


def jacobian_by_rows(f, x):
    rows = []
    leaf = x.clone().requires_grad_()
    leaf.register_hook(lambda g: rows.append(g.clone()))
    y = f(leaf)
    for i in range(len(y)):
        torch.autograd.backward(y, torch.eye(len(y), dtype=y.dtype, device=y.device)[i], retain_graph=True)
    return torch.stack(rows)
