# fails: value
# fault: length-not-one
# says: length
import torch


def itemless(x):
    return x / (x.square().sum() + 1e-8).sqrt()
