# fails: value
# fault: length-not-one
# says: length
import torch


def itemless(x):
    return x / x.norm().clamp(max=10.0)
