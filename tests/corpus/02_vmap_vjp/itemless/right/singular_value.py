# style: the only singular value of x as a matrix of one row
import torch


def itemless(x):
    return x / torch.linalg.svdvals(x[None]).squeeze()
