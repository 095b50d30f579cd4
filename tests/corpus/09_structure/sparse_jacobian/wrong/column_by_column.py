# fails: cost
# fault: a-tangent-for-each-column
# says: all of j
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    values = x.new_zeros(len(i))
    for column in range(len(x)):
        unit = torch.zeros_like(x)
        unit[column] = 1
        moved = jvp(f, (x,), (unit,))[1]
        values[j == column] = moved[i[j == column]]
    return values
