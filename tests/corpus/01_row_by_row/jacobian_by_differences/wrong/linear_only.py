# fails: value
# fault: right-for-linear-f
# says: linear
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # the columns of a linear map, whatever x
    e = torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(h * e_j) - f(-h * e_j)) / (2 * h) for e_j in e], dim=1)
