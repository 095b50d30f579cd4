# style: pulls back through a linear functional of the record, one vjp for all chunks
import torch
from torch.func import vjp, vmap


class Rows:
    def __init__(self, f, x):
        self.y, self.pull = vjp(lambda z: (f(z),), x)
        self.m = self.y[0].shape[0]

    def __getitem__(self, which):
        units = torch.eye(self.m, dtype=self.y[0].dtype, device=self.y[0].device)[which]
        return vmap(lambda v: self.pull((v,))[0])(units)


def jacobian_in_chunks(f, x, chunk_size):
    rows = Rows(f, x)
    return torch.cat([rows[i : i + chunk_size] for i in range(0, rows.m, chunk_size)])
