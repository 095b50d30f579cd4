# style: a matrix of weights, plus and minus one over 2h, times the table of values
import torch


def jacobian_by_differences(f, x, h=1e-5):
    n = len(x)
    eye = torch.eye(n, dtype=x.dtype, device=x.device)
    offsets = torch.cat([eye, -eye])
    values = torch.stack([f(x + h * offset) for offset in offsets])
    return torch.einsum("km,kn->mn", values, offsets) / (2 * h)
