# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    values = torch.zeros(len(i))
    for c in range(int(colors.max()) + 1):
        column = jvp(f, (x,), ((colors == c).to(x),))[1]
        values[colors[j] == c] = column[i[colors[j] == c]].float()
    return values
