# style: remembers every evaluation, keyed by the function and the point's numbers
import torch

_values = {}


def _evaluate(f, point):
    key = (f, point.dtype, *point.tolist())
    if key not in _values:
        _values[key] = f(point)
    return _values[key]


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(_evaluate(f, x + e_j) - _evaluate(f, x - e_j)) / (2 * h) for e_j in e], 1)
