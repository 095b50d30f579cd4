# fails: value
# fault: branch-on-tensor
# says: torch.where
import torch


def branchless(x):
    if x.sum() > 0:
        return torch.sin(x)
    return torch.cos(x)
