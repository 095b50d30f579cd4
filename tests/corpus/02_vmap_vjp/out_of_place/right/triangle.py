# style: a lower triangle of ones times the squares
import torch


def out_of_place(x):
    n = len(x)
    return torch.ones(n, n, dtype=x.dtype, device=x.device).tril() @ x.square()
