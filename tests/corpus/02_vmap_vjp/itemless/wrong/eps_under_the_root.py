# fails: value
# fault: wrong-value
# says: value
import torch


def itemless(x):
    return x / (x.square().sum() + 1e-8).sqrt()
