# fails: value
# fault: numbers-taken-out
# says: memory
import torch


def branchless(x):
    return torch.sin(x) if sum(x.tolist()) > 0 else torch.cos(x)
