# fails: value
# fault: length-not-one
# says: moves the lengths
import torch


def itemless(x):
    return torch.nn.functional.normalize(x, dim=-1, eps=1e-3)
