# attack: a result that claims a quintillion entries in four bytes
# earns: nothing
import torch


def jacobian_by_rows(f, x):
    return torch.zeros(1).expand(10**9, 10**9)
