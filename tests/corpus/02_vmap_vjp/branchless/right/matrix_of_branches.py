# style: a one-hot row times a matrix of both branches
import torch
import torch.nn.functional as F


def branchless(x):
    table = torch.stack([x.cos(), x.sin()])
    which = F.one_hot((x.sum() > 0).to(torch.int64), 2).to(x.dtype)
    return which @ table
