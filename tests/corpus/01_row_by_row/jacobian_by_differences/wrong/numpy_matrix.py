# fails: value
# fault: wrong-type
# says: tensor
import numpy as np
import torch


def jacobian_by_differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype)
    return np.stack([((f(x + e_j) - f(x - e_j)) / (2 * h)).numpy() for e_j in e], axis=1)
