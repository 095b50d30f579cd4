# style: one flat index into the products
import torch
from torch.func import jvp


class Products:
    def __init__(self, f, x):
        self.f, self.x = f, x

    def __call__(self, seed):
        return jvp(self.f, (self.x,), (seed,))[1]


def sparse_jacobian(f, x, S, colors):
    product = Products(f, x)
    flat = torch.cat([product((colors == c).type_as(x)) for c in colors.unique()])
    rows = torch.arange(S.shape[0])[:, None].expand(S.shape)[S]
    held = colors[None].expand(S.shape)[S]
    return flat[held * S.shape[0] + rows]
