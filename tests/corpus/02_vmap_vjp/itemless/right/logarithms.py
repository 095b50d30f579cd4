# style: the norm by logarithms
import torch


def itemless(x):
    return x * torch.exp(-0.5 * torch.log(torch.sum(x**2)))
