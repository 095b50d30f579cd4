# fails: value
# fault: slope-cut-off
# says: derivative
import torch


def itemless(x):
    return x / x.norm() if x.numel() > 1 else x.sign().detach() + 0 * x + x - x.detach()
