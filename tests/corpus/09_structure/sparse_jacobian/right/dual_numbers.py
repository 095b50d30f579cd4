# style: torch.autograd.forward_ad
import torch
import torch.autograd.forward_ad as fwad


def sparse_jacobian(f, x, S, colors):
    places = S.nonzero()
    columns = []
    for c in range(colors.max().item() + 1):
        with fwad.dual_level():
            y = f(fwad.make_dual(x, torch.where(colors == c, 1.0, 0.0).to(x)))
            tangent = fwad.unpack_dual(y).tangent
            columns.append(torch.zeros_like(y) if tangent is None else tangent.clone())
    products = torch.stack(columns, dim=1)
    return products[places[:, 0], colors[places[:, 1]]]
