# fails: value
# fault: tensor-remade
# says: torch.stack
import torch


def out_of_place(x):
    return torch.tensor([(x[: i + 1] ** 2).sum() for i in range(len(x))], dtype=x.dtype)
