# style: a vmap of its own over the places i, each a masked sum
import torch
from torch.func import vmap


def out_of_place(x):
    i = torch.arange(x.shape[0], device=x.device)
    return vmap(lambda k: torch.where(i <= k, x * x, torch.zeros_like(x)).sum())(i)
