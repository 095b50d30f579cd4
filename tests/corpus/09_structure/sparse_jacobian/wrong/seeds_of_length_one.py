# fails: value
# fault: divided-by-the-columns
# says: root
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    k = int(colors.max()) + 1
    seeds = torch.stack([(colors == c).to(x.dtype) for c in range(k)])
    seeds = seeds / seeds.norm(dim=1, keepdim=True)
    B = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    return B[colors[j], i]
