# fails: value
# fault: border-beside-zero
# says: barely below 0
import torch


def branchless(x):
    return torch.where(x.sum() > -1e-6, x.sin(), x.cos())
