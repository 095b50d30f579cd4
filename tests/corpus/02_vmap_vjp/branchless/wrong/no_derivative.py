# fails: value
# fault: raised
# says: heaviside
import torch


def branchless(x):
    step = torch.heaviside(x.sum(), torch.zeros((), dtype=x.dtype))
    return step * x.sin() + (1 - step) * x.cos()
