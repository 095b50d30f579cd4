# style: an extra evaluation of f, to learn M
import torch
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    m = f(x).shape[0]
    i, j = S.nonzero().unbind(1)
    products = x.new_empty(m, colors.max() + 1)
    for c in range(products.shape[1]):
        products[:, c] = jvp(f, (x,), (1.0 * (colors == c).to(x),))[1]
    return products[i, colors[j]]
