# style: the root written out
import torch


def itemless(x):
    return x / torch.sqrt((x * x).sum())
