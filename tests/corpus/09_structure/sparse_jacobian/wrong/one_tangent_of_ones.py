# fails: value
# fault: colors-ignored
# says: sum of its row
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    summed = jvp(f, (x,), (torch.ones_like(x),))[1]
    return summed[S.nonzero()[:, 0]]
