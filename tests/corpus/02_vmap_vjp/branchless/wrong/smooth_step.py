# fails: value
# fault: wrong-value
# says: wrong values
import torch


def branchless(x):
    up = torch.sigmoid(1000 * x.sum())
    return up * x.sin() + (1 - up) * x.cos()
