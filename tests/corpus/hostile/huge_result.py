# attack: a result of two hundred megabytes
# earns: nothing
import torch


def vjp_once(f, x, v):
    return torch.zeros(50_000_000)
