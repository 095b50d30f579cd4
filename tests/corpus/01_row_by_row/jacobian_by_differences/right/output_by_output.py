# style: all points first, backwards; then entry by entry, with where
import torch


def jacobian_by_differences(f, x, h=1e-5):
    up = {j: f(torch.where(torch.arange(len(x), device=x.device) == j, x + h, x)) for j in reversed(range(len(x)))}
    dn = {j: f(torch.where(torch.arange(len(x), device=x.device) == j, x - h, x)) for j in range(len(x))}
    m = len(up[0])
    return torch.stack([torch.stack([(up[j][i] - dn[j][i]) / (2 * h) for j in range(len(x))]) for i in range(m)])
