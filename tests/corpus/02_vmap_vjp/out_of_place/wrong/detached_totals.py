# fails: value
# fault: slope-cut-off
# says: derivative
import torch


def out_of_place(x):
    sums = []
    total = torch.zeros_like(x[0])
    for x_i in x:
        total = total.detach() + x_i**2
        sums.append(total)
    return torch.stack(sums)
