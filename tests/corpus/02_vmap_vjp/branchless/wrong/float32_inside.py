# fails: value
# fault: wrong-dtype
# says: dtype
import torch


def branchless(x):
    return torch.where(x.sum() > 0, x.sin(), x.cos()).float()
