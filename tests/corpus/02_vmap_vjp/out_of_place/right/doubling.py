# style: prefix sums by doubling, with padding
import torch.nn.functional as F


def out_of_place(x):
    y, step = x * x, 1
    while step < y.shape[0]:
        y = y + F.pad(y, (step, 0))[: y.shape[0]]
        step *= 2
    return y
