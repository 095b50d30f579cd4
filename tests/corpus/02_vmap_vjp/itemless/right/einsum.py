# style: einsum
import torch


def itemless(x):
    return torch.einsum("i,->i", x, torch.einsum("i,i->", x, x).sqrt().reciprocal())
