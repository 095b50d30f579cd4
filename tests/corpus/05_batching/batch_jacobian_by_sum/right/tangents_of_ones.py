# style: tangents that move one feature of every row
import torch


def batch_jacobian_by_sum(f, X):
    columns = []
    for j in range(X.shape[1]):
        t = torch.zeros_like(X)
        t[:, j] = 1.0
        columns.append(torch.func.jvp(f, (X,), (t,))[1])
    return torch.stack(columns, dim=-1)
