# fails: value
# fault: in-another-order
# says: another order
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    parts = []
    for c in range(int(colors.max()) + 1):
        column = jvp(f, (x,), ((colors == c).to(x),))[1]
        rows = S[:, colors == c].any(1)
        parts.append(column[rows])
    return torch.cat(parts)
