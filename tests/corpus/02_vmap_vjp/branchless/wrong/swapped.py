# fails: value
# fault: branches-swapped
# says: other way round
import torch


def branchless(x):
    return torch.where(x.sum() > 0, x.cos(), x.sin())
