# style: a convolution with ones
import torch
import torch.nn.functional as F


def out_of_place(x):
    n = x.shape[0]
    squares = F.pad((x * x)[None, None], (n - 1, 0))
    return F.conv1d(squares, torch.ones(1, 1, n, dtype=x.dtype))[0, 0]
