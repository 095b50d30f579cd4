# fails: value
# fault: chosen-entry-by-entry
# says: entry
import torch


def branchless(x):
    return torch.where(x > 0, x.sin(), x.cos())
