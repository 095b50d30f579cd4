# fails: value
# fault: wrong-dtype
# says: dtype
import torch


def out_of_place(x):
    return (x * x).cumsum(0, dtype=torch.float32)
