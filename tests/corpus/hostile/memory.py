# attack: right, but takes an eighth of a gigabyte for a moment, where x is long
# earns: everything
import torch


def jacobian_by_differences(f, x, h=1e-5):
    ballast = torch.ones(1 << 25 if len(x) > 100 else 1)
    e = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    J = torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)
    return J + 0 * ballast[0].to(x.dtype)
