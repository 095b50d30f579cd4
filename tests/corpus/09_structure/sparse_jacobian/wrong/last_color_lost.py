# fails: value
# fault: last-color-lost
# says: the last colour
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    values = x.new_zeros(len(i))
    for c in range(int(colors.max())):
        column = jvp(f, (x,), ((colors == c).to(x),))[1]
        values[colors[j] == c] = column[i[colors[j] == c]]
    return values
