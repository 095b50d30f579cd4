# fails: value
# fault: border-beside-zero
# says: sigmoid
import torch


def branchless(x):
    s = torch.sigmoid(1e4 * (x.sum() - 1e-2))
    return s * torch.sin(x) + (1 - s) * torch.cos(x)
