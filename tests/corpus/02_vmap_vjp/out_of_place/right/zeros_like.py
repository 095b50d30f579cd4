# style: still in place, into a tensor that vmap knows to be a batch
import torch


def out_of_place(x):
    y = torch.zeros_like(x)
    total = 0
    for i in range(x.shape[0]):
        total = total + x[i] ** 2
        y[i] = total
    return y
