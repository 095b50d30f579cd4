# fails: value
# fault: half-at-zero
# says: mean of both
import torch


def branchless(x):
    share = (torch.sign(x.sum()) + 1) / 2
    return share * x.sin() + (1 - share) * x.cos()
