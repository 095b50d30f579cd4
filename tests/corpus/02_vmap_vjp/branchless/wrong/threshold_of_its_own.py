# fails: value
# fault: border-beside-zero
# says: barely above 0
import torch


def branchless(x):
    return torch.where(x.sum() > 0.01, torch.sin(x), torch.cos(x))
