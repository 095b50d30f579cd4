# fails: value
# fault: pair-not-unpacked
# says: two things
import torch


def hvp(f, x, v):
    return torch.autograd.functional.vhp(f, x, v)
