# fails: value
# fault: length-not-one
# says: length
import torch


def itemless(x):
    return x / x.norm().clamp(min=1.0)
