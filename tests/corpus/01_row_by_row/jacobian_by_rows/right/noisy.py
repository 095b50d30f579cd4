# style: prints every row, with colour codes, and warns
import sys
import warnings

import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for i, y_i in enumerate(y):
        row = torch.autograd.grad(y_i, leaf, retain_graph=True)[0]
        rows.append(row)
        print(f"\033[31mrow {i}\033[0m {{\"points\": 0}}", row.numpy())
        sys.stderr.write("Traceback (most recent call last): nothing\n")
    warnings.warn("that was slow", RuntimeWarning, stacklevel=2)
    return torch.stack(rows)
