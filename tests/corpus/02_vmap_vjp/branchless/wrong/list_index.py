# fails: value
# fault: item-under-vmap
# says: index
import torch


def branchless(x):
    return [torch.cos, torch.sin][int(x.sum() > 0)](x)
