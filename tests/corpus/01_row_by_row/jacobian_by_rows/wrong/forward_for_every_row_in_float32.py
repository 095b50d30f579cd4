# fails: cost
# fault: forward-for-every-row
# says: forward
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        if x.dtype == torch.float32 and i > 0:
            y = f(leaf)
        rows.append(torch.autograd.grad(y[i], leaf, retain_graph=True)[0])
    return torch.stack(rows)
