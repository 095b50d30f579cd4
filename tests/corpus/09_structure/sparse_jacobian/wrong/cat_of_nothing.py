# fails: value
# fault: no-place-at-all
# says: no true at all
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    products = [jvp(f, (x,), ((colors == c).to(x),))[1] for c in range(int(colors.max()) + 1)]
    return torch.stack([products[int(colors[j])][i] for i, j in S.nonzero().tolist()])
