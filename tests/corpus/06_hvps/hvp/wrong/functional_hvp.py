# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def hvp(f, x, v):
    return torch.autograd.functional.hvp(f, x, v)[1]
