# fails: value
# fault: dynamic-shape
# says: mask
import torch


def branchless(x):
    y = torch.cos(x)
    up = (x.sum() > 0).expand(x.shape)
    y[up] = torch.sin(x[up])
    return y
