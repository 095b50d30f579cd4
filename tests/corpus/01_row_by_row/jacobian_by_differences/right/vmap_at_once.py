# style: all 2N evaluations in one vmap
import torch


def jacobian_by_differences(f, x, h=1e-5):
    n = x.shape[0]
    steps = h * torch.eye(n, dtype=x.dtype, device=x.device)
    values = torch.vmap(f)(torch.cat([x + steps, x - steps]))
    return ((values[:n] - values[n:]) / (2 * h)).T.contiguous()
