# attack: a result of five megabytes
# earns: nothing
import torch


def vjp_once(f, x, v):
    return torch.zeros(1_250_000)
