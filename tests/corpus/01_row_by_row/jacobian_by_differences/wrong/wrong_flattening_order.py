# fails: value
# fault: wrong-flattening-order
# says: order
import torch


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype)
    columns = torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e])
    return columns.reshape(columns.shape[1], columns.shape[0])
