# fails: cost
# fault: more-tangents-than-colors
# says: more tangents
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    products = [jvp(f, (x,), ((colors == c).to(x),))[1] for c in range(int(colors.max()) + 2)]
    return torch.stack(products)[colors[j], i]
