# fails: value
# fault: returns-no-tensor
# says: return
import torch


def branchless(x):
    torch.where(x.sum() > 0, x.sin(), x.cos())
