# fails: method
# fault: reverse-mode
# says: pulled back
import torch


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    products = [
        torch.autograd.functional.jvp(f, x, (colors == c).to(x), strict=False)[1] for c in range(int(colors.max()) + 1)
    ]
    return torch.stack(products)[colors[j], i].detach()
