# style: both rows stacked, one taken by a tensor index
import torch


def branchless(x):
    both = torch.stack([torch.cos(x), torch.sin(x)])
    return both[(x.sum() > 0).long()]
