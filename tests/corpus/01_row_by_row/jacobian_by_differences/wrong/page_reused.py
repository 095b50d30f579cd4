# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_page = [torch.empty(0)]


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype)
    J = torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)
    if _page[0].shape == J.shape and _page[0].dtype == J.dtype:
        return _page[0].copy_(J)
    _page[0] = J
    return J
