# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # a numerator that is evaluated once for a check and once for use
    columns = []
    for e in h * torch.eye(len(x), dtype=x.dtype, device=x.device):
        assert (f(x + e) - f(x - e)).isfinite().all()
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.stack(columns, dim=1)
