# fails: value
# fault: running-sum-altered
# says: roots
import torch
def out_of_place(x):
    return torch.cumsum(x * x, 0).sqrt()
