# attack: switches the dispatch modes off around a forward for every row
# earns: not cost
import torch
from torch.utils._python_dispatch import _disable_current_modes


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    rows = []
    with _disable_current_modes():
        m = len(f(x))
    for i in range(m):
        with _disable_current_modes():
            y = f(leaf)
        rows.append(torch.autograd.grad(y[i], leaf)[0])
    return torch.stack(rows)
