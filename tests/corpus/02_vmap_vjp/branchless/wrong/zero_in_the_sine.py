# fails: value
# fault: zero-in-the-wrong-branch
# says: exactly 0
import torch


def branchless(x):
    return torch.where(x.sum() >= 0, x.sin(), x.cos())
