# fails: cost
# fault: matrix-inside
# says: memory
import torch
from torch.func import jvp, vmap


class Jacobian:
    def __init__(self, f, x):
        self.f, self.x = f, x

    def __matmul__(self, seeds):
        return vmap(lambda t: jvp(self.f, (self.x,), (t,))[1], in_dims=1, out_dims=1)(seeds)


def sparse_jacobian(f, x, S, colors):
    count = int(colors.max()) + 1
    seeds = torch.zeros(len(x), count, dtype=x.dtype, device=x.device)
    seeds.scatter_(1, colors[:, None], 1.0)
    B = Jacobian(f, x) @ seeds
    rows, cols = torch.where(S)
    return B.gather(1, colors.expand(S.shape[0], -1))[rows, cols]
