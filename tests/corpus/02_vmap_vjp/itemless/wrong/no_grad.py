# fails: value
# fault: norm-held-constant
# says: no_grad
import torch


def itemless(x):
    with torch.no_grad():
        length = x.norm()
    return x / length
