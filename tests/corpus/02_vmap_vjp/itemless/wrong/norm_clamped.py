# fails: value
# fault: wrong-value
# says: value
import torch


def itemless(x):
    return x / x.norm().clamp(min=1.0)
