# fails: value
# fault: slope-cut-off
# says: derivative
import torch


def branchless(x):
    return torch.where(x.sum() > 0, x.sin(), x.cos()).detach()
