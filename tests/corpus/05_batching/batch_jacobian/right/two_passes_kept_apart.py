# style: one unit vector for all passes, and a copy of each row
import torch
from torch.func import vjp, vmap


def batch_jacobian(f, X):
    Y, pull = vjp(vmap(f), X)
    unit, rows = torch.zeros_like(Y), []
    for i in range(Y.shape[1]):
        unit[:, i - 1] = 0
        unit[:, i] = 1
        rows.append(pull(unit)[0].clone())
    return torch.stack(rows, 1)
