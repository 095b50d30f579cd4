# attack: a result of twenty megabytes
# earns: nothing
import torch


def vjp_once(f, x, v):
    return torch.zeros(5_000_000)
