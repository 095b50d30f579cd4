# fails: value
# fault: argument-changed
# says: argument
import torch


def jacobian_by_rows(f, x):
    x.requires_grad_()
    y = f(x)
    rows = []
    for e in y:
        x.grad = None
        e.backward(retain_graph=True)
        rows.append(x.grad.clone())
    x.requires_grad_(False)
    return torch.stack(rows)
