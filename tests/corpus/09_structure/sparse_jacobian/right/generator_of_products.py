# style: a generator of products, each written where its columns are by a mask; argwhere
import torch
import torch.autograd.forward_ad as fwAD


def products(f, x, colors):
    for c in range(int(colors.max().item()) + 1):
        with fwAD.dual_level():
            y = f(fwAD.make_dual(x, (colors == c).to(x.dtype)))
            t = fwAD.unpack_dual(y).tangent
        yield c, (torch.zeros_like(y) if t is None else t)


def sparse_jacobian(f, x, S, colors):
    place = torch.argwhere(S)
    i, color = place[:, 0], colors[place[:, 1]]
    out = x.new_empty(len(place))
    for c, product in products(f, x, colors):
        here = color == c
        out[here] = product[i[here]]
    return out
