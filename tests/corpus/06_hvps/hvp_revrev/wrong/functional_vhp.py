# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def hvp_revrev(f, x, v):
    return torch.autograd.functional.vhp(f, x, v)[1]
