# style: a sum of each prefix
import torch


def out_of_place(x):
    return torch.stack([torch.dot(x[: i + 1], x[: i + 1]) for i in range(x.numel())])
