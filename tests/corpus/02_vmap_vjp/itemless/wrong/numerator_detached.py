# fails: value
# fault: slope-cut-off
# says: derivative
import torch


def itemless(x):
    return x.detach() / x.norm()
