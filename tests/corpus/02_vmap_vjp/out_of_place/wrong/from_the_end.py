# fails: value
# fault: summed-from-the-end
# says: begins at the first
import torch
def out_of_place(x):
    return torch.cumsum((x * x).flip(0), 0).flip(0)
