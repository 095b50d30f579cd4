# style: powers, entry by entry
import torch


def itemless(x):
    square = sum(x_i * x_i for x_i in x)
    return torch.stack([x_i * square**-0.5 for x_i in x])
