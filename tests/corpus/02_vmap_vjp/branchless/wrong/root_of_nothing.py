# fails: value
# fault: not-finite
# says: nan
import torch


def branchless(x):
    s = x.sum()
    return torch.where(s > 0, x.sin(), x.cos()) + 0 * torch.sqrt(s.abs())
