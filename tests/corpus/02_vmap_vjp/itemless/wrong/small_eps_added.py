# fails: value
# fault: length-not-one
# says: added
import torch


def itemless(x):
    return x / (x.norm() + 1e-8)
