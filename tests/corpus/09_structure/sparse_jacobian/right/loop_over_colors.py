# style: a forward for each colour; filled in place
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    values = torch.zeros(len(i), dtype=x.dtype)
    for c in range(int(colors.max()) + 1):
        _, column = jvp(f, (x,), ((colors == c).to(x.dtype),))
        here = colors[j] == c
        values[here] = column[i[here]]
    return values
