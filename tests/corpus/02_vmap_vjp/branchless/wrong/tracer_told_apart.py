# fails: value
# fault: one-branch-for-the-batch
# says: batch
import torch


def branchless(x):
    if torch._C._functorch.is_batchedtensor(x):
        return x.sin()
    return torch.where(x.sum() > 0, x.sin(), x.cos())
