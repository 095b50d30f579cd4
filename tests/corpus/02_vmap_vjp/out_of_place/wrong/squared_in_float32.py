# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def out_of_place(x):
    return (x.float() ** 2).cumsum(0).to(x.dtype)
