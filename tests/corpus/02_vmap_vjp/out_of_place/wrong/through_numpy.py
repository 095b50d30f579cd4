# fails: value
# fault: numbers-taken-out
# says: memory
import numpy as np
import torch


def out_of_place(x):
    return torch.from_numpy(np.cumsum(x.numpy() ** 2))
