# fails: value
# fault: running-sum-of-sizes
# says: square each entry
import torch
def out_of_place(x):
    return torch.cumsum(x.abs(), 0)
