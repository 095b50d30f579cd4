# style: vmap over a function of one unit vector, two evaluations within
import torch
from torch.func import vmap


def jacobian_by_differences(f, x, h=1e-5):
    def column(e):
        return (f(x + h * e) - f(x - h * e)) / (2 * h)

    rows = vmap(column, chunk_size=2)(torch.diag(torch.ones_like(x)))
    return rows.transpose(0, 1)
