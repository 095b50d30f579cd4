# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def itemless(x):
    return (x.float() / x.float().norm()).to(x)
