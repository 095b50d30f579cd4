# style: torch.gradient on three points, f(x) among them: 2N + 1 evaluations
import torch


def jacobian_by_differences(f, x, h=1e-5):
    with torch.no_grad():
        middle = f(x)
        J = torch.empty(middle.numel(), x.numel(), dtype=x.dtype, device=x.device)
        for j in range(x.numel()):
            e = torch.zeros_like(x)
            e[j] = h
            line = torch.stack([f(x - e), middle, f(x + e)])
            (slope,) = torch.gradient(line, spacing=h, dim=0)
            J[:, j] = slope[1]
    return J
