# fails: value
# fault: smoothed-over
# says: were mixed
import torch


def branchless(x):
    up = torch.sigmoid(1000 * x.sum())
    return up * x.sin() + (1 - up) * x.cos()
