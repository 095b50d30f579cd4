# fails: value
# fault: tensor-remade
# says: torch.tensor
import torch


def branchless(x):
    return torch.where(torch.tensor(x.sum() > 0), x.sin(), x.cos())
