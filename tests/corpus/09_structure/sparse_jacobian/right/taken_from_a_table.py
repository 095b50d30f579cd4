# style: a comprehension over the colours, torch.take on the stacked products
import torch


def sparse_jacobian(f, x, S, colors):
    k = 1 + int(colors.max())
    pushed = [torch.func.jvp(f, (x,), (colors.eq(c).type_as(x),))[1] for c in range(k)]
    table = torch.stack(pushed, dim=1)
    i, j = S.nonzero().unbind(1)
    return torch.take(table, i * k + colors.take(j))
