# fails: value
# fault: device-hard-coded
# says: every tensor on meta
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    def product(c):
        return jvp(f, (x,), ((colors == c).to(x.dtype),))[1]

    products = vmap(product, out_dims=1)(torch.arange(int(colors.max()) + 1))
    i, j = torch.nonzero(S, as_tuple=True)
    return products[i].gather(1, colors[j][:, None])[:, 0]
