# style: as the lesson teaches it
import torch


def branchless(x):
    return torch.where(x.sum() > 0, x.sin(), x.cos())
