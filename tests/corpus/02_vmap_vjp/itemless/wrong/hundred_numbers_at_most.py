# fails: value
# fault: right-when-small
# says: larger one
import torch


def itemless(x):
    return x / x[:100].norm()
