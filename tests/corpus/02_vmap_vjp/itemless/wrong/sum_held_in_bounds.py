# fails: value
# fault: length-not-one
# says: bound
import torch


def itemless(x):
    return x / (x * x).sum().clamp(1e-3, 1e3).sqrt()
