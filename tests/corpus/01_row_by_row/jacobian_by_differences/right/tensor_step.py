# style: the step as a 0-D tensor in the dtype of x, lerp between two points never used
import torch


def jacobian_by_differences(f, x, h=1e-5):
    step = torch.as_tensor(h, dtype=x.dtype, device=x.device)
    units = torch.nn.functional.one_hot(torch.arange(len(x), device=x.device), len(x)).to(x.dtype)
    halves = [torch.stack([f(x + sign * step * unit) for unit in units]) for sign in (1.0, -1.0)]
    return torch.sub(*halves).T / (step + step)
