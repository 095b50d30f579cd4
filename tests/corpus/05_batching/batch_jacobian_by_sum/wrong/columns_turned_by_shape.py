# fails: value
# fault: wrong-where-sizes-agree
# says: two of them are the same
import torch
from torch.func import jvp


def batch_jacobian_by_sum(f, X):
    columns = []
    for j in range(X.shape[1]):
        tangent = torch.zeros_like(X)
        tangent[:, j] = 1
        columns.append(jvp(f, (X,), (tangent,))[1])
    J = torch.stack(columns)
    # right wherever B and N differ
    return J.mT if len(J) == len(X) else J.movedim(0, -1)
