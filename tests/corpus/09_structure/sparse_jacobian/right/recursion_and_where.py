# style: one call of a recursion for each colour, chosen by where
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)

    def walk(c):
        if c < 0:
            return x.new_zeros(len(i))
        hit = colors == c
        return torch.where(hit[j], jvp(f, (x,), (hit.to(x),))[1][i], walk(c - 1))

    return walk(int(colors.max()))
