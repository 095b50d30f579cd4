# fails: value
# fault: tensor-remade
# says: torch.tensor
import torch


def itemless(x):
    return x / torch.tensor(x.norm())
