# style: prints its way through and warns about the step
import sys
import warnings

import torch


def jacobian_by_differences(f, x, h=1e-5):
    warnings.warn(f"step {h}", UserWarning, stacklevel=2)
    columns = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] += h
        column = (f(x + e) - f(x - e)) / (2 * h)
        print(j, column, file=sys.stderr if j % 2 else sys.stdout)
        columns.append(column)
    return torch.stack(columns, dim=1)
